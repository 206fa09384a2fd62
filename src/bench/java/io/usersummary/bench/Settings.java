package io.usersummary.bench;

import io.usersummary.bench.data.Counts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to measure and how large, read from the {@code bench.*} system properties.
 *
 * @param only names of the experiments to run, or {@code all}
 * @param contenders names of the contenders to run, or {@code all}
 * @param events events in the input of one throughput race
 * @param rounds how often every contender runs on the same input
 * @param quick true to scale everything down: shows that the benchmark works, not how fast anything
 *     is
 * @param port first of ten local ports the benchmark may use
 */
public record Settings(
        Set<String> only,
        Set<String> contenders,
        long events,
        int rounds,
        boolean quick,
        int port) {

    /** Where results are left behind. */
    public static final Path RESULTS = Path.of("target", "bench");

    /** The packaged application, as users run it. */
    public static final Path APPLICATION = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private static final long QUICK_EVENTS = 200_000;

    public Settings {
        require(events >= 1_000, "bench.events must be at least 1000, not " + events);
        require(rounds >= 1, "bench.rounds must be at least 1, not " + rounds);
        require(
                port >= 1024 && port <= 65_500,
                "bench.port must be from 1024 to 65500, not " + port);
    }

    /** Reads the settings; a bad value is reported by an {@link IllegalArgumentException}. */
    public static Settings fromSystemProperties() {
        boolean quick = Boolean.getBoolean("bench.quick");
        long events = number("bench.events", 2_000_000);
        return new Settings(
                names("bench.only"),
                names("bench.contenders"),
                quick ? Math.min(events, QUICK_EVENTS) : events,
                (int) number("bench.rounds", 3),
                quick,
                (int) number("bench.port", 19_200));
    }

    /** The jar of an earlier build, {@code bench.before}, to be measured beside this one. */
    public static Optional<Path> before() {
        return Optional.ofNullable(System.getProperty("bench.before"))
                .filter(path -> !path.isBlank())
                .map(Path::of);
    }

    /**
     * The {@code quarkus-run.jar} of a build with {@code -Pstreams}: {@code bench.streams}. It need
     * not exist.
     */
    public static Path streamsEngine() {
        String named = System.getProperty("bench.streams", "");
        return Path.of(named.isBlank() ? "none/quarkus-run.jar" : named);
    }

    /**
     * The native binary: {@code bench.native}, or what {@code -Dnative} leaves in {@code target}.
     * It need not exist.
     */
    public static Path nativeBinary() {
        String named = System.getProperty("bench.native", "");
        if (!named.isBlank()) {
            return Path.of(named);
        }
        Path target = Path.of("target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith("-runner"))
                    .findFirst()
                    .orElse(target.resolve("user-summary-runner"));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not look into " + target, e);
        }
    }

    /** True if the experiment of this name is wanted. */
    public boolean wants(String experiment) {
        return only.contains("all") || only.contains(experiment);
    }

    /** True if the contender of this name is wanted. */
    public boolean wantsContender(String contender) {
        return contenders.contains("all") || contenders.contains(contender);
    }

    /** A count that {@link #quick} divides by ten. */
    public int scaled(int count) {
        return quick ? Math.max(1, count / 10) : count;
    }

    /** The size of the run, in words. */
    public String size() {
        return "%s events, %d rounds%s"
                .formatted(
                        Counts.brief(events),
                        rounds,
                        quick ? ", quick: these are no measurements" : "");
    }

    private static Set<String> names(String key) {
        return Arrays.stream(System.getProperty(key, "all").split(","))
                .map(String::strip)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static long number(String key, long otherwise) {
        String text = System.getProperty(key, Long.toString(otherwise));
        try {
            return Long.parseLong(text.replace("_", ""));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a whole number, not " + text);
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
