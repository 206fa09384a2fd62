package io.usersummary.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.json.JsonScanner;
import io.usersummary.json.Span;
import io.usersummary.json.UnreadableException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

    private static final long LATEST = 2_000_000_000L;
    private static final String SAMPLE =
            """
            {"userId":"j11288090","visitorId":"jas8v98171","type":"Event",
             "metadata":{"messageId":"123sdafas-32487239857dsh98234","sentAt":1534382478,
                         "timestamp":1534382478,"receivedAt":0,"apiKey":"apikey1",
                         "spaceId":"space1","version":"v1"},
             "event":"Played Movie","eventData":{"MovieID":"MIM4ddd4"}}""";

    private final EventReader reader = new EventReader(EventShape.EXAMPLE);

    private void read(String json) throws UnreadableException {
        byte[] bytes = ("##" + json + "##").getBytes(UTF_8);
        read(bytes, 2, bytes.length - 4);
    }

    private void read(byte[] bytes, int from, int length) throws UnreadableException {
        Span value = new Span();
        value.set(bytes, from, length);
        reader.read(new Span(), value, -1, LATEST);
    }

    private String userId() {
        Span id = reader.userId();
        return new String(id.bytes(), id.offset(), id.length(), UTF_8);
    }

    private String reason(String json) {
        return assertThrows(UnreadableException.class, () -> read(json)).getMessage();
    }

    private static String event(String userId, String timestamp) {
        return "{\"userId\":" + userId + ",\"metadata\":{\"timestamp\":" + timestamp + "}}";
    }

    @Test
    void readsTheTwoMembersThatMatterFromASampleEvent() throws Exception {
        read(SAMPLE);
        assertEquals("j11288090", userId());
        assertEquals(1_534_382_478L, reader.timestamp());
    }

    /** What stands behind a record in a poll's memory belongs to others, though it would fit. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                SAMPLE,
                "{\"userId\":\"a\",\"metadata\":{\"timestamp\":7}}",
                "{\"userId\":\"\u00e9\\u00e9\\n\",\"metadata\":{\"timestamp\":-1.5e-3}}",
                " { \"m\" : [ true , false , null , 0 , -0 , 1E+5 , [ ] , { } ] , \"n\" : \"\" } "
            })
    void nothingIsReadBeyondTheEndOfTheRecord(String json) throws Exception {
        byte[] whole = json.getBytes(UTF_8);
        int last = json.stripTrailing().getBytes(UTF_8).length;
        for (int times = 0; times < 2; times++) {
            for (int length = 0; length < last; length++) {
                int cut = length;
                assertThrows(
                        UnreadableException.class,
                        () -> read(whole, 0, cut),
                        () -> "the first " + cut + " bytes of " + json);
                assertThrows(
                        UnreadableException.class,
                        () -> read(Arrays.copyOf(whole, cut), 0, cut),
                        () -> "only the first " + cut + " bytes of " + json);
            }
            // Documents that are alike are read in a shorter way from some on.
            for (int alike = 0; alike < 20; alike++) {
                read(SAMPLE);
            }
        }
    }

    @Test
    void valuesNestAsDeepAsTheyMayWhereverTheyAre() throws Exception {
        for (boolean within : new boolean[] {false, true}) {
            int most = JsonScanner.MAX_DEPTH - (within ? 1 : 0);
            read(nested(most, within));
            assertTrue(reason(nested(most + 1, within)).contains("nested deeper than 512"));
        }
    }

    @Test
    void theRecordItselfMayBeAsLongAndAsLateAsADocument() {
        EventReader itself = new EventReader(Shapes.of("key", "record", "seconds"));
        byte[] longest = "k".repeat(32_767).getBytes(UTF_8);
        byte[] document = "{}".getBytes(UTF_8);
        assertEquals(0, Read.of(itself, longest, document, 0).second());
        assertEquals(LATEST, Read.of(itself, longest, document, LATEST * 1_000 + 999).second());
        byte[] tooLong = "k".repeat(32_768).getBytes(UTF_8);
        assertTrue(Read.of(itself, tooLong, document, 0).reason().contains("longer than"));
        String reason = Read.of(itself, longest, document, (LATEST + 1) * 1_000).reason();
        assertTrue(reason.contains("too far in the future"), reason);
    }

    @Test
    void theArraysOnTheWayToATimeCountAsDepthToo() {
        EventShape shape = Shapes.of("/userId", "/list/0/at", "seconds");
        int most = JsonScanner.MAX_DEPTH - 2;
        assertEquals(7, Read.of(shape, null, nestedInAList(most), -1).second());
        String reason = Read.of(shape, null, nestedInAList(most + 1), -1).reason();
        assertTrue(reason.contains("nested deeper than 512"), reason);
    }

    private static String nestedInAList(int depth) {
        return "{\"userId\":\"a\",\"list\":[{\"at\":7,\"deep\":%s%s}]}"
                .formatted("[".repeat(depth), "]".repeat(depth));
    }

    /** An event with so many arrays in each other, beside its metadata or within. */
    private static String nested(int depth, boolean within) {
        String deep = "\"deep\":" + "[".repeat(depth) + "]".repeat(depth);
        return "{%s\"userId\":\"a\",\"metadata\":{\"timestamp\":7%s}}"
                .formatted(within ? "" : deep + ",", within ? "," + deep : "");
    }

    @Test
    void skipsWhateverElseThereIsInAnyOrder() throws Exception {
        read(
                """
                 {"x":[1,-2.5e+3,{"userId":"no","metadata":{"timestamp":1}},[],{}],"m":true,
                  "metadata":{"deep":{"timestamp":7,"userId":"no"},"timestamp":0,"t":null},
                  "userId":"a\u00e9\u20ac\ud83d\ude00","z":false}\s""");
        assertEquals("a\u00e9\u20ac\ud83d\ude00", userId());
        assertEquals(0, reader.timestamp());
    }

    @ParameterizedTest
    @CsvSource({
        "'\"j\\u0031\\u00e9\"', j1\u00e9",
        "'\"\\ud83d\\ude00\"', \ud83d\ude00",
        "'\"a\\\"b\\\\c\\/\"', 'a\"b\\c/'"
    })
    void resolvesEscapesInAUserId(String json, String text) throws Exception {
        read(event(json, "1"));
        assertEquals(text, userId());
    }

    @Test
    void knowsAMemberByItsTextHoweverItIsEscaped() throws Exception {
        read("{\"user\\u0049d\":\"a\",\"\\u006detadata\":{\"time\\u0073tamp\":5}}");
        assertEquals("a", userId());
        assertEquals(5, reader.timestamp());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"userId\":\"a\",\"user\\u0049d\":\"b\",\"metadata\":{\"timestamp\":1}}",
                "{\"userId\":\"a\",\"userId\":\"a\",\"metadata\":{\"timestamp\":1}}",
                "{\"userId\":\"a\",\"metadata\":{\"timestamp\":1},\"metadata\":{}}",
                "{\"userId\":\"a\",\"metadata\":{\"timestamp\":1,\"timestamp\":1}}"
            })
    void refusesAMemberThatDecidesIfItIsGivenTwice(String json) {
        assertTrue(reason(json).endsWith("is given twice"));
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, no whole number at /metadata/timestamp: found a number with a fraction or an exponent",
        "1e3, no whole number at /metadata/timestamp: found a number with a fraction or an exponent",
        "'\"1\"', no whole number at /metadata/timestamp: found text",
        "null, no whole number at /metadata/timestamp: found null",
        "true, no whole number at /metadata/timestamp: found true",
        "-1, the time at /metadata/timestamp is before 1970",
        "9223372036854775808, the number at /metadata/timestamp is out of range",
        "92233720368547758070, the number at /metadata/timestamp is out of range",
        "2000000001, the time at /metadata/timestamp is too far in the future (epoch seconds expected)"
    })
    void refusesATimestampThatIsNone(String timestamp, String reason) {
        assertEquals(reason, reason(event("\"a\"", timestamp)));
    }

    @Test
    void takesTheLatestTimestampThatIsAllowed() throws Exception {
        read(event("\"a\"", Long.toString(LATEST)));
        assertEquals(LATEST, reader.timestamp());
    }

    @ParameterizedTest
    @CsvSource({
        "'\"\"', the text at /userId is blank",
        "'\" \u2003 \"', the text at /userId is blank",
        "'\"\\u0020\\t\"', the text at /userId is blank",
        "7, no text at /userId: found a whole number",
        "null, no text at /userId: found null",
        "'[\"a\"]', no text at /userId: found an array"
    })
    void refusesAUserIdThatIsNone(String userId, String reason) {
        assertEquals(reason, reason(event(userId, "1")));
    }

    @Test
    void refusesHalfASurrogatePairInAUserId() {
        assertTrue(reason(event("\"\\ud83d\"", "1")).contains("surrogate"));
    }

    @Test
    void refusesAUserIdThatWouldNotFitARecord() throws Exception {
        String longest = "x".repeat(EventReader.MAX_USER_ID_BYTES);
        read(event("\"" + longest + "\"", "1"));
        assertEquals(longest, userId());
        assertEquals(
                "the text at /userId is longer than 32767 bytes",
                reason(event("\"x" + longest + "\"", "1")));
    }

    @ParameterizedTest
    @CsvSource({
        "{}, no text at /userId: found nothing",
        "'{\"userId\":\"a\"}', no whole number at /metadata/timestamp: found nothing",
        "'{\"userId\":\"a\",\"metadata\":{}}', no whole number at /metadata/timestamp: found nothing",
        "'{\"userId\":\"a\",\"metadata\":[1]}', no whole number at /metadata/timestamp: found nothing",
        "'', empty value",
        "[], not a JSON object",
        "null, not a JSON object",
        "hello, not a JSON object"
    })
    void saysWhatIsMissing(String json, String reason) {
        assertEquals(reason, reason(json));
    }

    @Test
    void refusesARecordWithoutAValue() {
        assertThrows(UnreadableException.class, () -> read(null, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " trailing",
                "{}",
                ",",
                "}",
                "\u0000",
            })
    void refusesTextAfterTheEnd(String trailing) {
        assertTrue(reason(event("\"a\"", "1") + trailing).contains("after the end"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01",
                "-",
                "1.",
                ".5",
                "1e",
                "+1",
                "tru",
                "nulL",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\n\"",
                "[1,]",
                "{\"a\":1,}",
                "{\"a\"}",
                "{1:2}",
                "[1 2]",
                "{\"a\":1 \"b\":2}",
                "'a'",
                "[}",
                "NaN",
                "//",
                "\"\\"
            })
    void refusesWhatIsNotWellFormedEvenWhereItIsSkipped(String value) {
        String json = "{\"skip\":" + value + ",\"userId\":\"a\",\"metadata\":{\"timestamp\":1}}";
        assertTrue(reason(json).startsWith("not well-formed JSON"), reason(json));
    }

    @Test
    void refusesANestingBombButNotHonestNesting() throws Exception {
        String honest = "[".repeat(512) + "]".repeat(512);
        read("{\"userId\":\"a\",\"metadata\":{\"timestamp\":1},\"x\":" + honest + "}");
        String bomb = "{\"x\":" + "[".repeat(400_000);
        assertTrue(reason(bomb).contains("nested deeper than 512"));
        String objects = "{\"x\":" + "{\"x\":".repeat(100_000);
        assertTrue(reason(objects).contains("nested deeper than 512"));
    }

    @Test
    void refusesAHugeNumberEvenWhereItIsSkipped() throws Exception {
        String head = "{\"userId\":\"a\",\"metadata\":{\"timestamp\":1},\"x\":";
        read(head + "9".repeat(1_000) + "}");
        assertTrue(reason(head + "9".repeat(1_001) + "}").contains("number longer"));
        assertEquals(
                "the number at /metadata/timestamp is out of range",
                reason(event("\"a\"", "9".repeat(1_000))));
    }

    @Test
    void refusesAMegabyte() throws Exception {
        String head = "{\"userId\":\"a\",\"metadata\":{\"timestamp\":1},\"x\":\"";
        int room = EventReader.MAX_BYTES - head.length() - 2;
        read(head + "y".repeat(room - 1) + "\"}");
        assertEquals("larger than 999999 bytes", reason(head + "y".repeat(room) + "\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00c0\u0080", // overlong
                "\u00e0\u0080\u0080", // overlong
                "\u00ed\u00a0\u0080", // a surrogate
                "\u00f4\u0090\u0080\u0080", // beyond the last code point
                "\u00f8\u0088\u0080\u0080\u0080", // five bytes
                "\u0080", // a continuation alone
                "\u00e2\u0082", // cut short
                "\u00ff"
            })
    void refusesInvalidUtf8AnywhereInAString(String latin1) {
        for (int padding = 0; padding < 9; padding++) {
            String text = "x".repeat(padding) + latin1 + "\"";
            byte[] skipped =
                    ("{\"skip\":\"" + text + ",\"userId\":\"a\",\"metadata\":{\"timestamp\":1}}")
                            .getBytes(ISO_8859_1);
            UnreadableException e =
                    assertThrows(UnreadableException.class, () -> read(skipped, 0, skipped.length));
            assertTrue(e.getMessage().contains("invalid UTF-8"), e.getMessage());
        }
    }

    @Test
    void refusesAByteOrderMark() {
        assertEquals("not a JSON object", reason("\ufeff" + event("\"a\"", "1")));
    }

    @Test
    void isReusableAfterABadEvent() throws Exception {
        reason("{\"userId\":\"bad\",\"metadata\":{\"timestamp\":1}");
        read(event("\"good\"", "2"));
        assertEquals("good", userId());
        assertEquals(2, reader.timestamp());
    }
}
