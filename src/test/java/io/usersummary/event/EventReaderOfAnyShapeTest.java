package io.usersummary.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shapes other than the example's. */
class EventReaderOfAnyShapeTest {

    private static final EventShape TRACK =
            Shapes.of("/userId,/anonymousId", "/timestamp", "iso-8601");

    private static final EventShape FLAT = Shapes.of("/u", "/t", "seconds");

    private static final EventShape RECORDS_OWN = Shapes.of("key", "record", "seconds");

    private static Read read(EventShape shape, String value) {
        return Read.of(shape, null, value, -1);
    }

    private static String userId(String json) {
        Read read = read(FLAT, "{\"u\":" + json + ",\"t\":1}");
        assertNull(read.reason());
        return read.userId();
    }

    private static String reason(EventShape shape, String value) {
        return read(shape, value).reason();
    }

    @Test
    void takesTheFirstPointerThatLeadsToAnythingButNull() {
        String time = "\"timestamp\":\"2018-08-16T01:21:18Z\"";
        assertEquals("u", read(TRACK, "{\"userId\":\"u\"," + time + "}").userId());
        assertEquals("a", read(TRACK, "{\"anonymousId\":\"a\"," + time + "}").userId());
        assertEquals(
                "u", read(TRACK, "{\"anonymousId\":\"a\",\"userId\":\"u\"," + time + "}").userId());
        assertEquals(
                "a", read(TRACK, "{\"userId\":null,\"anonymousId\":\"a\"," + time + "}").userId());
    }

    @Test
    void doesNotPassOverAValueOfTheWrongKind() {
        assertEquals(
                "no text or whole number at /userId: found an object",
                reason(TRACK, "{\"anonymousId\":\"a\",\"userId\":{},\"timestamp\":\"\"}"));
        assertEquals(
                "no text or whole number at /userId,/anonymousId: found nothing",
                reason(TRACK, "{\"timestamp\":\"2018-08-16T01:21:18Z\"}"));
        assertEquals(
                "no text or whole number at /userId,/anonymousId: found null",
                reason(TRACK, "{\"userId\":null,\"timestamp\":\"2018-08-16T01:21:18Z\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"77", "-77", "0", "-0", "9999999999999999999", "123456789012345678901"})
    void takesAWholeNumberAsItsDigitsExactlyAsWritten(String digits) {
        assertEquals(digits, userId(digits));
    }

    @ParameterizedTest
    @CsvSource({
        "7.0, a number with a fraction or an exponent",
        "1e3, a number with a fraction or an exponent",
        "1E3, a number with a fraction or an exponent",
        "true, true",
        "false, false",
        "null, null",
        "{}, an object",
        "'{\"a\":{}}', an object",
        "[], an array",
        "'[\"a\"]', an array"
    })
    void refusesEveryOtherValueAsAUserIdAndNamesThePointerAndWhatIsThere(
            String json, String found) {
        assertEquals(
                "no text or whole number at /u: found " + found,
                reason(FLAT, "{\"u\":" + json + ",\"t\":1}"));
    }

    @Test
    void takesOnlyTextAsAUserIdOfTheExample() {
        assertEquals(
                "no text at /userId: found a whole number",
                reason(EventShape.EXAMPLE, "{\"userId\":77,\"metadata\":{\"timestamp\":1}}"));
    }

    @Test
    void followsEscapedNamesIndexesAndNamesThatLookLikeIndexes() {
        EventShape shape = Shapes.of("/a~1b/~0/2/,/x\\,y/0", "/t/1/01", "seconds");
        assertEquals(
                new Read("u", 5, null),
                read(
                        shape,
                        "{\"a/b\":{\"~\":[0,[],{\"\":\"u\"}]},\"t\":[{\"01\":4},{\"01\":5,\"1\":6}]}"));
        assertEquals(
                new Read("v", 5, null),
                read(shape, "{\"x,y\":{\"0\":\"v\"},\"t\":{\"1\":{\"01\":5}}}"));
    }

    @Test
    void mayBeginInAnArray() {
        EventShape shape = Shapes.of("/1/id", "/0", "milliseconds");
        assertEquals(
                new Read("u", 1999, null), read(shape, "[1999999,{\"id\":\"u\"},{\"id\":7}] "));
        assertEquals("neither a JSON object nor an array", reason(shape, "\"u\""));
        assertEquals("not a JSON object", reason(FLAT, "[1]"));
    }

    @Test
    void mayHaveOnePointerBeginWithAnother() {
        EventShape shape = Shapes.of("/a/b,/a", "/a/t,/t", "seconds");
        assertEquals(new Read("x", 7, null), read(shape, "{\"a\":{\"b\":\"x\",\"t\":7}}"));
        assertEquals(new Read("x", 7, null), read(shape, "{\"a\":\"x\",\"t\":7}"));
        assertEquals(
                "no text or whole number at /a: found an object",
                reason(shape, "{\"a\":{\"c\":\"x\"},\"t\":7}"));
    }

    @ParameterizedTest
    @CsvSource({
        "milliseconds, 1999999, 1999",
        "milliseconds, 0, 0",
        "microseconds, 1999999999, 1999",
        "seconds, 1999, 1999"
    })
    void roundsNumbersDownToSeconds(String format, String number, long seconds) {
        EventShape shape = Shapes.of("/u", "/t", format);
        assertEquals(
                new Read("a", seconds, null), read(shape, "{\"u\":\"a\",\"t\":" + number + "}"));
    }

    @ParameterizedTest
    @CsvSource({
        "milliseconds, -1, the time at /t is before 1970",
        "microseconds, -1, the time at /t is before 1970",
        "iso-8601, '\"1969-12-31T23:59:59.999Z\"', the time at /t is before 1970",
        "milliseconds, 2000000001000, the time at /t is too far in the future (epoch milliseconds expected)",
        "iso-8601, '\"2033-05-18T03:33:21Z\"', the time at /t is too far in the future (ISO 8601 expected)",
        "iso-8601, '\"2018-08-16T01:21:18\"', 'the text at /t is no time with an offset, such as 2018-08-16T01:21:18Z'",
        "iso-8601, 1534382478, no text at /t: found a whole number",
        "iso-8601, '\"\\ud83d\"', 'the text at /t is no time with an offset, such as 2018-08-16T01:21:18Z'",
        "seconds, '\"1534382478\"', no whole number at /t: found text"
    })
    void refusesTimesOfEveryFormatThatAreNotBelieved(String format, String json, String reason) {
        EventShape shape = Shapes.of("/u", "/t", format);
        assertEquals(reason, reason(shape, "{\"u\":\"a\",\"t\":" + json + "}"));
    }

    @Test
    void takesTheLatestMillisecondOfTheLatestSecond() {
        EventShape shape = Shapes.of("/u", "/t", "milliseconds");
        assertEquals(
                new Read("a", 2_000_000_000L, null),
                read(shape, "{\"u\":\"a\",\"t\":2000000000999}"));
    }

    @Test
    void resolvesEscapesInATimeToo() {
        EventShape shape = Shapes.of("/u", "/t", "iso-8601");
        assertEquals(
                new Read("a", 1_534_382_478L, null),
                read(shape, "{\"u\":\"a\",\"t\":\"2018-08-16T01\\u003a21:18Z\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"a\":{\"u\":\"x\"},\"a\":{},\"t\":1}', /a is given twice",
        "'{\"a\":{\"u\":\"x\",\"\\u0075\":\"x\"},\"t\":1}', /a/u is given twice",
        "'{\"a\":{\"u\":\"x\"},\"t\":1,\"t\":1}', /t is given twice",
        "'{\"a\":{\"u\":\"x\"},\"t\":1}}', not well-formed JSON: text after the end of the object at byte 21"
    })
    void isAsStrictAboutTheDocumentAsEver(String json, String reason) {
        assertEquals(reason, reason(Shapes.of("/a/u", "/t", "seconds"), json));
    }

    @Test
    void doesNotMindAMemberThatIsGivenTwiceElsewhere() {
        assertNull(reason(FLAT, "{\"u\":\"a\",\"x\":1,\"x\":{\"u\":1,\"u\":2},\"t\":1}"));
    }

    @Test
    void countsTheObjectsOnTheWayOfAPointerAsNestingToo() {
        EventShape shape = Shapes.of("/a/u", "/t", "seconds");
        String open = "{\"t\":1,\"a\":{\"u\":\"x\",\"b\":";
        assertNull(reason(shape, open + "[".repeat(511) + "]".repeat(511) + "}}"));
        assertTrue(reason(shape, open + "[".repeat(512)).contains("nested deeper than 512"));
        String deep = "/a".repeat(600);
        assertTrue(
                reason(Shapes.of(deep, "/t", "seconds"), "{\"a\":".repeat(600))
                        .contains("nested deeper than 512"));
    }

    @Test
    void doesNotPassOnHalfASurrogatePairButMindsItOnlyWhereItCounts() {
        assertEquals(
                "half a surrogate pair in the text at /u",
                reason(FLAT, "{\"u\":\"\\ud83d\",\"t\":1}"));
        assertEquals(
                new Read("x", 1, null),
                read(
                        Shapes.of("/u,/v", "/t", "seconds"),
                        "{\"v\":\"\\ud83d\",\"u\":\"x\",\"t\":1}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "{\"half\":"})
    void takesAnyValueAtAllWhereKeyAndTimeAreTheRecordsOwn(String value) {
        assertEquals(new Read("k", 1, null), Read.of(RECORDS_OWN, "k", value, 1_999));
    }

    @Test
    void takesNoValueAtAllWhereKeyAndTimeAreTheRecordsOwn() {
        assertEquals(new Read("k", 0, null), Read.of(RECORDS_OWN, "k", null, 0));
        byte[] large = new byte[2 << 20];
        byte[] key = {'k'};
        assertNull(Read.of(new EventReader(RECORDS_OWN), key, large, 0).reason());
    }

    @Test
    void stillReadsTheValueWhereOnlyOneOfThemIsTheRecordsOwn() {
        EventShape keyed = Shapes.of("key", "/t", "seconds");
        assertEquals(new Read("k", 7, null), Read.of(keyed, "k", "{\"t\":7}", -1));
        assertTrue(Read.of(keyed, "k", "{\"t\":7,}", -1).reason().startsWith("not well-formed"));
        EventShape timed = Shapes.of("/u", "record", "seconds");
        assertEquals(new Read("a", 1, null), Read.of(timed, "k", "{\"u\":\"a\"}", 1_000));
        assertEquals("empty value", Read.of(timed, "k", null, 1_000).reason());
    }

    @Test
    void refusesAKeyThatIsNoUserId() {
        assertEquals("the record has no key", Read.of(RECORDS_OWN, null, "{}", 1).reason());
        assertEquals("the record's key is blank", Read.of(RECORDS_OWN, "", "{}", 1).reason());
        assertEquals("the record's key is blank", Read.of(RECORDS_OWN, " \t", "{}", 1).reason());
        assertEquals(
                "the record's key is longer than 32767 bytes",
                Read.of(RECORDS_OWN, "k".repeat(32_768), "{}", 1).reason());
        byte[] noUtf8 = {'k', (byte) 0xc3};
        assertEquals(
                "the record's key is not UTF-8",
                Read.of(new EventReader(RECORDS_OWN), noUtf8, null, 1).reason());
    }

    @Test
    void refusesARecordsTimestampThatIsNotBelieved() {
        assertEquals("the record has no timestamp", Read.of(RECORDS_OWN, "k", null, -1).reason());
        assertEquals(
                "the record's own timestamp is before 1970",
                Read.of(RECORDS_OWN, "k", null, -2).reason());
        assertEquals(
                "the record's own timestamp is too far in the future (epoch milliseconds expected)",
                Read.of(RECORDS_OWN, "k", null, 2_000_000_001_000L).reason());
    }
}
