package io.usersummary.bench.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process of its own, with its output in a log file; ended by {@link #close()}. */
public final class Child implements AutoCloseable {

    private static final int TAIL_LINES = 15;

    /** Linux' USER_HZ, on every architecture that runs a JVM. */
    private static final double TICKS_A_SECOND = 100;

    private final Path log;
    private final Process process;
    private final Thread endWithUs;

    private Child(Path log, Process process) {
        this.log = log;
        this.process = process;
        this.endWithUs = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(endWithUs);
    }

    /** Starts a command; its output goes to {@code <name>.log} in the given folder. */
    public static Child start(
            Path logs, String name, List<String> command, Map<String, String> environment) {
        try {
            Files.createDirectories(logs);
            Path log = logs.resolve(name + ".log");
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            builder.redirectErrorStream(true).redirectOutput(log.toFile());
            return new Child(log, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start " + name + ": " + e.getMessage(), e);
        }
    }

    /** The command that runs a main class of this benchmark in a JVM with default settings. */
    public static List<String> java(Class<?> main, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(javaExecutable()));
        // The class path is the application's, and its log manager asks for this.
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** The {@code java} that runs this benchmark. */
    public static String javaExecutable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    public long pid() {
        return process.pid();
    }

    /** Processor time used so far by all threads, user and system, in seconds. */
    public double cpuSeconds() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    /**
     * The processor time used so far by each of the JVM's compiler threads, in seconds, by the
     * thread's number; nothing where the system has no /proc.
     */
    public Map<String, Double> compilerSeconds() {
        Map<String, Double> seconds = new HashMap<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc", pid() + "", "task"))) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                int name = stat.lastIndexOf(')');
                if (stat.substring(0, name).matches("\\d+ \\(C[12] Compiler.*")) {
                    String[] fields = stat.substring(name + 2).split(" ");
                    double ticks = Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
                    seconds.put(thread.getFileName().toString(), ticks / TICKS_A_SECOND);
                }
            }
        } catch (IOException e) {
            // No such system, or a thread that has ended since.
        }
        return seconds;
    }

    /**
     * The most memory that was resident so far, in megabytes; NaN where the system has no /proc.
     */
    public double peakMegabytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc", pid() + "", "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /** Throws with the end of the log if the process has ended by itself. */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "ended with exit code " + process.exitValue() + "; " + tail());
        }
    }

    /** Whether its output contains a text: a question that costs the process nothing. */
    public boolean hasSaid(String text) {
        try {
            return Files.readString(log, StandardCharsets.UTF_8).contains(text);
        } catch (IOException e) {
            return false;
        }
    }

    /** The last lines of the log, and where all of it is. */
    public String tail() {
        try {
            List<String> lines = Files.readString(log, StandardCharsets.UTF_8).lines().toList();
            int from = Math.max(0, lines.size() - TAIL_LINES);
            return log + " ends with:\n" + String.join("\n", lines.subList(from, lines.size()));
        } catch (IOException e) {
            return "see " + log;
        }
    }

    /** Ends the process at once, without a word of warning. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Asks the process to end, and ends it by force after ten seconds. */
    @Override
    public void close() {
        try {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
            Runtime.getRuntime().removeShutdownHook(endWithUs);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            process.destroyForcibly();
        }
    }
}
