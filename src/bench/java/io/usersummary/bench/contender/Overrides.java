package io.usersummary.bench.contender;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Settings: the application's defaults, and what differs from them. */
public final class Overrides {

    /** The application's own. */
    public static final Path DEFAULTS =
            Path.of("src", "main", "resources", "application.properties");

    /** The one place of the settings for throughput. */
    public static final Path TUNED = Path.of("src", "bench", "tuned.properties");

    /** The standard connector in the place of the application's own. */
    public static final Path STANDARD = Path.of("src", "bench", "standard.properties");

    private Overrides() {}

    /** The settings in a file, by name. */
    public static Map<String, String> in(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file, e);
        }
        Map<String, String> settings = new TreeMap<>();
        properties.forEach((key, value) -> settings.put(key.toString(), value.toString()));
        return settings;
    }
}
