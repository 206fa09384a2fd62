package io.usersummary.bench.contender;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Settings that differ from the application's defaults. */
public final class Overrides {

    /** The one place of the settings for throughput. */
    public static final Path TUNED = Path.of("src", "bench", "tuned.properties");

    private Overrides() {}

    /** The settings for throughput, by name. */
    public static Map<String, String> tuned() {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(TUNED)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + TUNED, e);
        }
        Map<String, String> settings = new TreeMap<>();
        properties.forEach((key, value) -> settings.put(key.toString(), value.toString()));
        return settings;
    }
}
