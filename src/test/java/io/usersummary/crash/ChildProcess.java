package io.usersummary.crash;

import io.usersummary.PackagedApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A process that a test started and may treat as badly as it likes. Its output is kept in a file;
 * it does not outlive the test's JVM. Not thread-safe.
 */
final class ChildProcess {

    /** Long enough for a machine that has other things to do. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    /** So many lines of its output tell why it ended. */
    private static final int LAST_WORDS = 20;

    private final String name;
    private final Path log;
    private final Process process;
    private final Thread reaper;

    private ChildProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.reaper = new Thread(process::destroyForcibly, "reaper-of-" + name);
        Runtime.getRuntime().addShutdownHook(reaper);
    }

    /**
     * Starts a process.
     *
     * @param log where its output goes
     */
    static ChildProcess start(String name, Path log, List<String> command) {
        try {
            Files.createDirectories(log.getParent());
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            return new ChildProcess(name, log, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a class of this JVM's class path in a JVM of its own.
     *
     * @param heap how much memory it gets, as {@code -Xmx} has it
     */
    static ChildProcess java(
            String name, Path log, String heap, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(PackagedApp.quickJvm(heap));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return start(name, log, command);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Everything it has said so far. */
    String output() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until its output contains a text; fails if it ends before. */
    void awaitOutput(String text) {
        Awaitility.await(name + " to say '" + text + "'")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .failFast(() -> assertIsAliveOrSaid(text))
                .until(() -> says(text));
    }

    private void assertIsAliveOrSaid(String text) {
        if (!isAlive() && !says(text)) {
            List<String> lines = output().lines().toList();
            List<String> last = lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size());
            throw new AssertionError(
                    "%s ended with exit code %d, see %s:%n%s"
                            .formatted(name, process.exitValue(), log, String.join("\n", last)));
        }
    }

    private boolean says(String text) {
        return output().contains(text);
    }

    /** Asks it to stop (SIGTERM), waits for its end, and returns its exit code. */
    int terminate() {
        process.destroy();
        return awaitExit();
    }

    /** Ends it at once (SIGKILL), without a word of warning. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Stops it from running at all (SIGSTOP), as a long pause or a stalled machine would. */
    void freeze() {
        signal("STOP");
    }

    /** Lets it run on. */
    void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            int exit =
                    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                            .start()
                            .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("cannot send SIG" + signal + " to " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for it to end by itself. */
    void awaitEnd() {
        awaitExit();
    }

    private int awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(name + " does not stop, see " + log);
            }
            Runtime.getRuntime().removeShutdownHook(reaper);
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
