package io.usersummary.streams;

import static io.usersummary.streams.Driven.summary;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same promises as the default engine's, on the topology alone. */
class SummaryTopologyTest {

    private Driven driven;

    @AfterEach
    void close() {
        driven.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void publishesWhatAnEventTeachesAndNothingForOneThatTeachesNothing(boolean keyed) {
        driven = new Driven(keyed);
        driven.seen("ada", 5, 7, 6, 7, 5, 3);
        assertEquals(
                List.of(
                        "ada " + summary("ada", 5, 5),
                        "ada " + summary("ada", 5, 7),
                        "ada " + summary("ada", 3, 7)),
                driven.published());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void newestRecordOfEveryUserIsTheMinimumAndMaximumWhateverComes(boolean keyed) {
        driven = new Driven(keyed);
        for (long seed = 0; seed < 5; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Map<String, long[]> seen = new HashMap<>();
            long poison = 0;
            for (int i = 0; i < 300; i++) {
                String user = seed + "-" + random.nextInt(12);
                long at = random.nextInt(1_000);
                switch (random.nextInt(10)) {
                    case 0 -> {
                        driven.value("{\"userId\":".getBytes(UTF_8));
                        poison++;
                    }
                    case 1 -> driven.elsewhere(user, noteElsewhere(seen, user, at, random));
                    default -> {
                        driven.seen(user, at);
                        note(seen, user, at, at);
                    }
                }
            }
            Map<String, String> expected = new HashMap<>();
            seen.forEach((user, s) -> expected.put(user, summary(user, s[0], s[1])));
            Map<String, String> newest = new HashMap<>();
            seen.keySet().forEach(user -> newest.put(user, driven.find(user)));
            assertEquals(expected, newest, "seed " + seed);
            expected.keySet().retainAll(driven.table().keySet());
            assertTrue(expected.size() > 6, "too few were published to show anything");
            assertEquals(poison, driven.letters().size(), "seed " + seed);
        }
    }

    private static String noteElsewhere(
            Map<String, long[]> seen, String user, long at, SplittableRandom random) {
        long last = at + random.nextInt(5);
        note(seen, user, at, last);
        return summary(user, at, last);
    }

    private static void note(Map<String, long[]> seen, String user, long first, long last) {
        long[] interval = seen.computeIfAbsent(user, unknown -> new long[] {first, last});
        interval[0] = Math.min(interval[0], first);
        interval[1] = Math.max(interval[1], last);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoeverWritesLessThanIsKnownIsCorrectedOnce(boolean keyed) {
        driven = new Driven(keyed);
        driven.elsewhere("ada", summary("ada", 1, 9));
        driven.elsewhere("ada", summary("ada", 4, 5));
        assertEquals(List.of("ada " + summary("ada", 1, 9)), driven.published());
        driven.seen("ada", 2);
        driven.elsewhere("ada", summary("ada", 1, 9));
        assertEquals(List.of(), driven.published());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatOthersPublishedIsKnown(boolean keyed) {
        driven = new Driven(keyed);
        driven.elsewhere("ada", summary("ada", 3, 9));
        driven.seen("ada", 4, 12);
        assertEquals(List.of("ada " + summary("ada", 3, 12)), driven.published());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aForgottenUserBeginsAnew(boolean keyed) {
        driven = new Driven(keyed);
        driven.seen("ada", 1, 9);
        driven.published();
        driven.elsewhere("ada", null);
        assertNull(driven.find("ada"));
        driven.seen("ada", 5);
        assertEquals(List.of("ada " + summary("ada", 5, 5)), driven.published());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anUnreadableRecordIsCountedAndOverwrittenByWhatIsKnown(boolean keyed) {
        driven = new Driven(keyed);
        driven.elsewhere("ada", summary("ada", 1, 9));
        driven.elsewhere("ada", "gibberish");
        driven.elsewhere("bob", summary("ada", 1, 9));
        assertEquals(List.of("ada " + summary("ada", 1, 9)), driven.published());
        assertEquals(List.of("unreadable", "published", "unreadable"), driven.told);
        assertEquals(summary("ada", 1, 9), driven.find("ada"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void poisonIsSetAsideByteForByteWithItsHeadersAndTheReason(boolean keyed) {
        driven = new Driven(keyed);
        byte[] key = {0, (byte) 0xff, 7};
        byte[] value = {'{', (byte) 0xc0, (byte) 0x80};
        Headers headers =
                new RecordHeaders().add("trace", new byte[] {(byte) 0xfe, 1}).add("trace", null);
        driven.record(key, value, headers);
        driven.record(null, null, new RecordHeaders());

        TestRecord<byte[], byte[]> letter = driven.letters().get(0);
        assertArrayEquals(key, letter.key());
        assertArrayEquals(value, letter.value());
        assertArrayEquals(new byte[] {(byte) 0xfe, 1}, letter.headers().toArray()[0].value());
        assertNull(letter.headers().toArray()[1].value());
        assertEquals(
                "not well-formed JSON: '\"' expected at byte 1",
                text(letter, "dead-letter-reason"));
        assertEquals("input_topic", text(letter, "dead-letter-topic"));
        assertEquals("0", text(letter, "dead-letter-partition"));
        assertEquals("0", text(letter, "dead-letter-offset"));
        assertEquals("7", text(letter, "dead-letter-timestamp"));
        assertEquals(7, letter.headers().toArray().length);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRecordWithoutAValueIsPoisonWithoutAValue(boolean keyed) {
        driven = new Driven(keyed);
        driven.record(null, null, new RecordHeaders());
        TestRecord<byte[], byte[]> letter = driven.letters().get(0);
        assertNull(letter.key());
        assertNull(letter.value());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLetterIsCutToWhatItsTopicTakes(boolean keyed) {
        driven = new Driven(keyed);
        driven.value(new byte[10 * Driven.LARGEST_LETTER]);
        TestRecord<byte[], byte[]> letter = driven.letters().get(0);
        assertTrue(letter.value().length < Driven.LARGEST_LETTER);
        assertTrue(letter.value().length > Driven.LARGEST_LETTER / 2);
        assertEquals("20000", text(letter, "dead-letter-value-size"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTimestampBeyondTheClockSkewIsPoison(boolean keyed) {
        driven = new Driven(keyed);
        long now = System.currentTimeMillis() / 1_000;
        driven.seen("ada", now + 80_000, now + 90_000);
        assertEquals(
                List.of("ada " + summary("ada", now + 80_000, now + 80_000)), driven.published());
        assertEquals(1, driven.letters().size());
    }

    private static String text(TestRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }
}
