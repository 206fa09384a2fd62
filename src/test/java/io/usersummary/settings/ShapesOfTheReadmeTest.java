package io.usersummary.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.usersummary.event.EventReader;
import io.usersummary.event.EventShape;
import io.usersummary.json.Span;
import io.usersummary.json.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shape that the README offers, with its settings and its event as they stand there. */
class ShapesOfTheReadmeTest {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final long TIME = 1_534_382_478L;

    static List<String> rows() throws IOException {
        return Files.readAllLines(Path.of("README.md")).stream()
                .dropWhile(line -> !line.startsWith("| your events |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    @Test
    void thereAreSeven() throws IOException {
        assertEquals(7, rows().size());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void readsItsEventAsOneOfAda(String row) throws UnreadableException {
        String[] cells = row.split("\\|");
        String event = codes(cells[3]).get(0);
        boolean keyed = cells[3].contains("key `");
        EventReader reader = new EventReader(shape(codes(cells[2])));
        reader.read(
                span(keyed ? event : "another key"),
                keyed ? new Span() : span(event),
                keyed ? TIME * 1_000 + 999 : 0,
                Long.MAX_VALUE);
        Span userId = reader.userId();
        assertEquals("ada", new String(userId.bytes(), userId.offset(), userId.length(), UTF_8));
        assertEquals(TIME, reader.timestamp());
    }

    private static EventShape shape(List<String> settings) {
        Map<String, String> properties =
                settings.stream()
                        .map(setting -> setting.split("=", 2))
                        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        SmallRyeConfig config =
                new SmallRyeConfigBuilder()
                        .withMapping(EventSettings.class)
                        .withDefaultValues(properties)
                        .build();
        return new Shape(config.getConfigMapping(EventSettings.class), config).shape;
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell).results().map((MatchResult code) -> code.group(1)).toList();
    }

    private static Span span(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        Span span = new Span();
        span.set(bytes, 0, bytes.length);
        return span;
    }
}
