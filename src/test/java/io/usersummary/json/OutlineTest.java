package io.usersummary.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutlineTest {

    private final JsonScanner json = new JsonScanner();
    private final Outline<String> outline = new Outline<>();

    private void learn(String text) throws UnreadableException {
        learn(text, outline);
    }

    private void learn(String text, Outline<String> outline) throws UnreadableException {
        reset(text.getBytes(UTF_8));
        json.value();
        json.expectEnd();
        outline.learn(json, text);
    }

    private String follow(String text) throws UnreadableException {
        return follow(text, outline);
    }

    private String follow(String text, Outline<String> outline) throws UnreadableException {
        reset(text.getBytes(UTF_8));
        return outline.follow(json);
    }

    private void reset(byte[] text) {
        json.reset(text, 0, text.length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"a longer text, of more than sixteen bytes\"",
                "\"\\u00e9\\\"\"",
                "\"\u00e9\u20ac\"",
                "0",
                "12345678",
                "1234567890123",
                "-7",
                "0.25",
                "1e3",
                "12E-4",
                "true",
                "false",
                "null"
            })
    void followsTextsThatDifferInTheirScalars(String scalar) throws UnreadableException {
        String text = "{\"a\": 1, \"b\":[{},\"x\",[]], \"c\":2}";
        learn(text);
        for (String place : new String[] {": 1", "\"x\"", ":2"}) {
            String there = place.startsWith(":") ? ":" + (place.length() > 2 ? " " : "") : "";
            String other = text.replace(place, there + scalar);
            assertEquals(text, follow(other), other);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{\"a\":1}",
                "{\"a\":1,\"b\":\"x\"",
                "{\"a\":1,\"b\":\"x\"}}",
                "{\"a\":1,\"b\":\"x\"} ",
                "{\"a\":1, \"b\":\"x\"}",
                "{\"a\": 1,\"b\":\"x\"}",
                "{\"a\":1,\"c\":\"x\"}",
                "{\"a\":{},\"b\":\"x\"}",
                "{\"a\":1,\"b\":[]}",
                "{\"a\":01,\"b\":\"x\"}",
                "{\"a\":00000000,\"b\":\"x\"}",
                "{\"a\":,\"b\":\"x\"}",
                "{\"a\":\"1,\"b\":\"x\"}"
            })
    void followsNothingElse(String text) throws UnreadableException {
        learn("{\"a\":1,\"b\":\"x\"}");
        assertNull(follow(text));
    }

    /** Records of a poll stand one behind the other in an array. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\"}", "}", "1}"})
    void followsNoTextThatEndsTooEarlyWhateverStandsBehindIt(String behind) throws Exception {
        for (String last : new String[] {"1234567890", "\"a text of some length\"", "true"}) {
            String text = "{\"a\":1,\"b\":" + last + "}";
            learn(text);
            for (int length = 0; length < text.length(); length++) {
                byte[] bytes = (text.substring(0, length) + behind).getBytes(UTF_8);
                json.reset(bytes, 0, length);
                assertNull(followOrRefuse(), text.substring(0, length));
            }
        }
        learn("1");
        for (String text : new String[] {"", "12345678", "\"text", "\"text of more than eight"}) {
            json.reset((text + behind).getBytes(UTF_8), 0, text.length());
            String followed = followOrRefuse();
            assertEquals(text.equals("12345678") ? "1" : null, followed, text);
        }
    }

    private void scalar(int from, JsonValue value) throws UnreadableException {
        json.scalarAt(from);
        json.since(from, value);
    }

    private String followOrRefuse() {
        try {
            return outline.follow(json);
        } catch (UnreadableException e) {
            return null;
        }
    }

    @Test
    void refusesEveryByteThatIsNoUtf8() throws UnreadableException {
        learn("{\"a\":\"xxxxxxxx\",\"b\":1}");
        for (int b = 0x80; b <= 0xFF; b++) {
            reset(("{\"a\":\"xxx" + (char) b + "xxxx\",\"b\":1}").getBytes(ISO_8859_1));
            assertThrows(UnreadableException.class, () -> outline.follow(json), "byte " + b);
        }
    }

    @Test
    void refusesEveryControlCharacter() throws UnreadableException {
        learn("{\"a\":\"xxxxxxxx\",\"b\":1}");
        for (char c = 0; c < ' '; c++) {
            String text = "{\"a\":\"xxx" + c + "xxxx\",\"b\":1}";
            assertThrows(UnreadableException.class, () -> follow(text), "character " + (int) c);
        }
    }

    @Test
    void refusesNumbersThatAreTooLong() throws UnreadableException {
        learn("{\"a\":1,\"b\":\"xxxxxxxx\"}");
        String longest = "1".repeat(JsonScanner.MAX_NUMBER_LENGTH);
        follow("{\"a\":" + longest + ",\"b\":\"xxxxxxxx\"}");
        String longer = "{\"a\":" + longest + "1,\"b\":\"xxxxxxxx\"}";
        assertThrows(UnreadableException.class, () -> follow(longer));
    }

    @Test
    void followsTextsOfSeveralKindsThoughOneBeginsLikeAnother() throws UnreadableException {
        String[] kinds = {
            "{\"a\":1}",
            "{\"a\":{\"b\":1}}",
            "{\"a\":{\"b\":1},\"c\":2}",
            "{\"a\":[1]}",
            "{\"a\":[1,2]}"
        };
        for (int first = 0; first < kinds.length; first++) {
            Outline<String> learnt = new Outline<>();
            for (int i = 0; i < kinds.length; i++) {
                learn(kinds[(first + i) % kinds.length], learnt);
            }
            for (String kind : kinds) {
                assertEquals(kind, follow(kind, learnt));
            }
        }
    }

    @Test
    void learnsNoLongNames() throws UnreadableException {
        String longest = "{\"" + "n".repeat(1_020) + "\":0}";
        learn(longest);
        assertEquals(longest, follow(longest));
        String longer = "{\"" + "n".repeat(1_021) + "\":0}";
        learn(longer);
        assertNull(follow(longer));
    }

    @Test
    void remembersWhereTheScalarsAre() throws UnreadableException {
        learn("{\"a\":1,\"b\":\"x\",\"c\":null}");
        follow("{\"a\":123,\"b\":\"\\u0078yz\",\"c\":true}");
        JsonValue value = new JsonValue(json);
        Span text = new Span();
        scalar(json.scalarStart(0), value);
        assertEquals(123, value.wholeNumber());
        scalar(json.scalarStart(1), value);
        assertTrue(value.text(text));
        assertEquals("xyz", new String(text.copy(), UTF_8));
        scalar(json.scalarStart(2), value);
        assertEquals(JsonValue.Kind.TRUE, value.kind());
    }

    @Test
    void takesNoMoreMemoryHoweverTextsDiffer() throws UnreadableException {
        int most = 0;
        for (int i = 0; i < 10_000; i++) {
            String name = "n".repeat(i % 2_000);
            learn("{\"a\":0,\"%d\":{\"b\":0,\"%d\":0},\"%s\":0}".formatted(i % 7, i % 15, name));
            most = Math.max(most, outline.parts());
        }
        assertTrue(most <= Outline.MOST_PARTS + 10, most + " parts");
    }

    @Test
    void learnsNewKindsHoweverManyThereWere() throws UnreadableException {
        for (int i = 0; i < 1_000; i++) {
            String text = "{\"%d\":0,\"b\":[%d]}".formatted(i, i);
            learn(text);
            assertEquals(text, follow(text));
            assertTrue(outline.parts() <= 3 * 17, outline.parts() + " parts");
        }
    }

    @Test
    void learnsNothingOfTextsWithVeryManyScalars() throws UnreadableException {
        String many =
                IntStream.range(0, JsonScanner.REMEMBERED_SCALARS + 1)
                        .mapToObj(String::valueOf)
                        .reduce((a, b) -> a + "," + b)
                        .orElseThrow();
        int before = outline.parts();
        learn("[" + many + "]");
        assertEquals(before, outline.parts());
        learn("[" + many.substring(many.indexOf(',') + 1) + "]");
        assertTrue(outline.parts() > before);
    }

    /**
     * What is compared in vain costs time: where nothing is alike, that is given up for a while.
     */
    @Test
    void pausesWhereNothingIsAlike() throws UnreadableException {
        learn("{\"a\":1}");
        int compared = 0;
        for (int i = 0; i < 10_000; i++) {
            if (outline.isExpected()) {
                compared++;
                assertNull(follow("{\"b\":1}"));
            }
        }
        assertTrue(compared > 100 && compared < 400, compared + " times");
        while (!outline.isExpected()) {}
        assertEquals("{\"a\":1}", follow("{\"a\":2}"));
        assertTrue(outline.isExpected());
        assertNull(follow("{\"b\":1}"));
        assertTrue(outline.isExpected());
        assertNull(follow("{\"b\":1}"));
        assertFalse(outline.isExpected());
        assertTrue(outline.isExpected());
    }
}
