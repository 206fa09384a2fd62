package io.usersummary.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.event.JsonPointer.Step;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceTest {

    private static List<String> pointers(String text) {
        return Source.of(text, Source.KEY).pointers().stream().map(JsonPointer::text).toList();
    }

    @Test
    void readsPointersSeparatedByCommas() {
        assertEquals(List.of("/userId"), pointers("/userId"));
        assertEquals(List.of("/userId", "/anonymousId"), pointers("/userId, /anonymousId "));
        assertEquals(List.of("/a,b", "/c\\d", "/"), pointers("/a\\,b,/c\\d,/"));
        assertEquals(List.of("/a,"), pointers("/a\\,"));
        assertEquals(List.of("/a\\"), pointers("/a\\"));
    }

    @Test
    void resolvesTheEscapesOfAPointer() {
        List<Step> steps = JsonPointer.of("/a~1b/~01/0/10/01/-").steps();
        assertEquals(
                List.of("a/b", "~1", "0", "10", "01", "-"),
                steps.stream().map(Step::name).toList());
        assertEquals(List.of(-1, -1, 0, 10, -1, -1), steps.stream().map(Step::index).toList());
    }

    @Test
    void knowsTheWordForTheRecordItself() {
        assertTrue(Source.of("key", Source.KEY).isRecord());
        assertTrue(Source.of(" record ", Source.RECORD).isRecord());
        assertFalse(Source.of("/key", Source.KEY).isRecord());
    }

    @ParameterizedTest
    @CsvSource({
        "userId, 'userId', does not begin with a '/'",
        "record, 'record', does not begin with a '/'",
        "$.userId, '$.userId', does not begin with a '/'",
        "'', a pointer, is empty",
        "'/a,,/b', a pointer, is empty",
        "'/a,', a pointer, is empty",
        "'/a,key', 'key', 'stands for itself, without pointers beside it'",
        "'key,/a', 'key', 'stands for itself, without pointers beside it'",
        "/a~2, '/a~2', ~0 for",
        "/a~, '/a~', ~1 for"
    })
    void saysWhatIsWrong(String text, String what, String wrong) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> Source.of(text, Source.KEY))
                        .getMessage();
        assertTrue(message.contains(what) && message.contains(wrong), message);
    }

    @Test
    void refusesAFormatForTheRecordsOwnTimestamp() {
        assertThrows(IllegalArgumentException.class, () -> Shapes.of("key", "record", "iso-8601"));
    }
}
