package io.usersummary;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packaged application as a process of its own, with what it prints. */
public final class PackagedApp implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");

    /** Whether the build was asked for a native binary: {@code -Dnative}. */
    private static final boolean NATIVE = System.getProperty("native") != null;

    /** Where the build puts the application. */
    public static final Path DIRECTORY = Path.of("target", "quarkus-app");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path log;
    private final Process process;

    private PackagedApp(Path log, Process process) {
        this.log = log;
        this.process = process;
    }

    /**
     * Starts the application, serving HTTP at a free port.
     *
     * @param settings written as {@code key=value}
     */
    public static PackagedApp start(String... settings) throws IOException {
        return run(List.of(), settings);
    }

    /**
     * Starts the application with words on its command line.
     *
     * @param settings written as {@code key=value}
     */
    public static PackagedApp run(List<String> words, String... settings) throws IOException {
        return run(quickJvm("256m"), words, settings);
    }

    /**
     * Starts another package than that of this build.
     *
     * @param directory that has its {@code quarkus-run.jar}
     * @param settings written as {@code key=value}
     */
    public static PackagedApp startFrom(Path directory, String... settings) throws IOException {
        List<String> properties = new ArrayList<>(List.of("quarkus.http.port=0"));
        properties.addAll(List.of(settings));
        return start(command(directory, quickJvm("256m"), properties));
    }

    /**
     * Starts the application with options for the JVM.
     *
     * @param settings written as {@code key=value}
     */
    public static PackagedApp startWith(List<String> options, String... settings)
            throws IOException {
        return run(options, List.of(), settings);
    }

    /**
     * Starts the jar with options for the JVM, from its own directory: what an archive of classes
     * remembers of the jars is then the same wherever that directory is.
     *
     * @param settings written as {@code key=value}
     */
    public static PackagedApp startInside(List<String> options, String... settings)
            throws IOException {
        List<String> properties = new ArrayList<>(List.of("quarkus.http.port=0"));
        properties.addAll(List.of(settings));
        return start(DIRECTORY, command(Path.of(""), options, properties));
    }

    private static PackagedApp run(List<String> options, List<String> words, String... settings)
            throws IOException {
        List<String> properties = new ArrayList<>(List.of("quarkus.http.port=0"));
        properties.addAll(List.of(settings));
        List<String> command = command(options, properties);
        command.addAll(words);
        return start(command);
    }

    private static PackagedApp start(List<String> command) throws IOException {
        return start(Path.of(""), command);
    }

    private static PackagedApp start(Path directory, List<String> command) throws IOException {
        Path log = Files.createTempFile(Path.of("target"), "packaged-app-", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(directory.toAbsolutePath().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().remove("KAFKA_BOOTSTRAP_SERVERS");
        return new PackagedApp(log, builder.start());
    }

    /**
     * What starts the application: the packaged jar, or the native binary where one was asked for.
     *
     * @param options for the JVM; of these a binary gets those of the heap
     * @param properties written as {@code key=value}
     */
    public static List<String> command(List<String> options, List<String> properties) {
        return command(DIRECTORY, options, properties);
    }

    /**
     * What starts another package than that of this build, if it is a jar.
     *
     * @param directory that has its {@code quarkus-run.jar}
     * @param options for the JVM
     * @param properties written as {@code key=value}
     */
    public static List<String> command(
            Path directory, List<String> options, List<String> properties) {
        List<String> command = new ArrayList<>();
        if (NATIVE) {
            command.add(System.getProperty("native.image.path"));
            options.stream().filter(option -> option.startsWith("-Xm")).forEach(command::add);
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(options);
        }
        properties.forEach(property -> command.add("-D" + property));
        if (!NATIVE) {
            command.addAll(List.of("-jar", directory.resolve("quarkus-run.jar").toString()));
        }
        return command;
    }

    /**
     * Options for a JVM that soon ends, as the build has them for its own.
     *
     * @param heap how much memory it gets, as {@code -Xmx} has it
     */
    public static List<String> quickJvm(String heap) {
        List<String> options = new ArrayList<>(List.of("-Xmx" + heap));
        options.addAll(List.of(System.getProperty("quick.jvm").split(" ")));
        return options;
    }

    /** Waits up to a minute for the application to listen. */
    public void awaitListening() {
        await().atMost(Duration.ofMinutes(1)).until(() -> LISTENING.matcher(output()).find());
    }

    /** Everything printed so far, to both streams. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer to a GET; any status. Waits up to a minute for the application to listen. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path);
    }

    /**
     * The same for any method.
     *
     * @param headers names and values in turn
     */
    public HttpResponse<String> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path))
                        .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        awaitListening();
        Matcher listening = LISTENING.matcher(output());
        listening.find();
        return URI.create("http://localhost:" + listening.group(1) + path);
    }

    /** What a GET goes on saying, line by line, until it is closed; its answer has come. */
    public Stream<String> follow(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path)).build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofLines()).body();
    }

    /** Whether the process is there. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Asks the application to end, as an orchestrator does. */
    public void terminate() {
        process.destroy();
    }

    /** Ends the application at once, without its knowing: {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits up to a minute for the application to end by itself. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            throw new AssertionError("still running; it printed:\n" + output());
        }
        return process.exitValue();
    }

    /** Ends the application if it is running. */
    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        Files.delete(log);
    }
}
