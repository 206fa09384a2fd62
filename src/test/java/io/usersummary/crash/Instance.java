package io.usersummary.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.usersummary.PackagedApp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The packaged service in a process of its own, on a free port. Not thread-safe. */
final class Instance {

    /** The exit code of a JVM that was asked to stop, and did. */
    static final int TERMINATED = 128 + 15;

    private static final Map<String, String> QUICK =
            Map.of(
                    "summary.batch-timeout", "500ms",
                    "mp.messaging.incoming.events.session.timeout.ms", "6000",
                    "mp.messaging.incoming.events.heartbeat.interval.ms", "2000",
                    "mp.messaging.incoming.events.auto.commit.interval.ms", "100");

    private static final Pattern PORT = Pattern.compile("Listening on: http://[^:]+:(\\d+)");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private final String name;
    private final ChildProcess process;

    private Instance(String name, ChildProcess process) {
        this.name = name;
        this.process = process;
    }

    /**
     * Starts the service, made quick to notice a death; does not wait for it.
     *
     * @param settings further configuration of the service
     */
    static Instance start(String name, Path logs, String broker, Map<String, String> settings) {
        return start(Engine.ofThisBuild(), name, logs, broker, settings);
    }

    /** The same, with the engine that is named. */
    static Instance start(
            Engine engine, String name, Path logs, String broker, Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>(QUICK);
        all.putAll(settings);
        return run(engine, name, logs, broker, all);
    }

    /** Starts the service without any settings but these; does not wait for it. */
    static Instance startAsItComes(
            String name, Path logs, String broker, Map<String, String> settings) {
        return run(Engine.ofThisBuild(), name, logs, broker, settings);
    }

    private static Instance run(
            Engine engine, String name, Path logs, String broker, Map<String, String> settings) {
        List<String> properties = new ArrayList<>();
        properties.add("kafka.bootstrap.servers=" + broker);
        properties.add("quarkus.http.host=127.0.0.1");
        properties.add("quarkus.http.port=0");
        properties.add("mp.messaging.incoming.events.client.id=" + name);
        settings.forEach((key, value) -> properties.add(key + "=" + value));
        List<String> command =
                PackagedApp.command(engine.directory(), PackagedApp.quickJvm("256m"), properties);
        return new Instance(name, ChildProcess.start(name, logs.resolve(name + ".log"), command));
    }

    /** The client id by which the group knows it. */
    String member() {
        return "user-summary-" + name;
    }

    ChildProcess process() {
        return process;
    }

    /** Waits until it says that it is ready. */
    Instance awaitReady() {
        awaitHealth(200);
        return this;
    }

    /** Waits until its readiness answers with this HTTP status. */
    void awaitHealth(int status) {
        awaitListening();
        Awaitility.await(name + " to have readiness " + status)
                .atMost(ChildProcess.PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .failFast(name + " ended", () -> !process.isAlive())
                .untilAsserted(() -> assertHealth(status));
    }

    private void assertHealth(int status) {
        HttpResponse<String> health = get("/q/health/ready");
        assertEquals(status, health.statusCode(), health.body());
    }

    void awaitListening() {
        process.awaitOutput("Listening on: http://");
    }

    /** One GET request to it. */
    HttpResponse<String> get(String path) {
        Matcher port = PORT.matcher(process.output());
        if (!port.find()) {
            throw new IllegalStateException(name + " is not listening yet");
        }
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.group(1) + path))
                        .timeout(Duration.ofSeconds(30))
                        .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(name + " does not answer " + path, e);
        }
    }

    /**
     * The value of a metric.
     *
     * @param metric its name, with its labels if it has any
     */
    double metric(String metric) {
        return get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(metric + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(metric.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no metric " + metric));
    }

    @Override
    public String toString() {
        return name;
    }
}
