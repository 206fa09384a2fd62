package io.usersummary.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** What is left of a dead letter that its topic does not take. */
class DeadLetterTruncationTest {

    private static ProducerRecord<byte[], byte[]> letter(byte[] key, byte[] value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", "t".getBytes(UTF_8));
        headers.add("other", null);
        headers.add(DeadLetterBatch.REASON, "not JSON".getBytes(UTF_8));
        return new ProducerRecord<>("letters", 3, key, value, headers);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i + 1);
        }
        return bytes;
    }

    private static String header(ProducerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    @Test
    void theValueIsCutFirstByAQuarterAndItsSizeIsNoted() {
        byte[] key = bytes(10);
        ProducerRecord<byte[], byte[]> cut = DeadLetterTruncation.smaller(letter(key, bytes(100)));
        assertArrayEquals(Arrays.copyOf(bytes(100), 75), cut.value());
        assertSame(key, cut.key());
        assertEquals("100", header(cut, DeadLetterTruncation.VALUE_SIZE));
        assertNull(header(cut, DeadLetterTruncation.KEY_SIZE));
        assertEquals("letters", cut.topic());
        assertEquals(3, cut.partition());
        assertEquals("t", header(cut, "trace"));
    }

    @Test
    void theSizeThatIsNotedIsTheOneBeforeTheFirstCut() {
        ProducerRecord<byte[], byte[]> twice =
                DeadLetterTruncation.smaller(
                        DeadLetterTruncation.smaller(letter(null, bytes(100))));
        assertEquals(56, twice.value().length);
        assertEquals("100", header(twice, DeadLetterTruncation.VALUE_SIZE));
    }

    /** A few bytes tell nobody anything. */
    @Test
    void whatIsShortIsCutToNothing() {
        assertEquals(16, DeadLetterTruncation.smaller(letter(null, bytes(22))).value().length);
        assertEquals(0, DeadLetterTruncation.smaller(letter(null, bytes(21))).value().length);
    }

    @Test
    void theKeyIsCutOnceNothingIsLeftOfTheValue() {
        byte[] value = {};
        ProducerRecord<byte[], byte[]> cut = DeadLetterTruncation.smaller(letter(bytes(40), value));
        assertArrayEquals(Arrays.copyOf(bytes(40), 30), cut.key());
        assertSame(value, cut.value());
        assertEquals("40", header(cut, DeadLetterTruncation.KEY_SIZE));
        assertNull(header(cut, DeadLetterTruncation.VALUE_SIZE));
    }

    @Test
    void theHeadersThatItCameWithAreLeftOutAtLastAndCounted() {
        ProducerRecord<byte[], byte[]> cut = DeadLetterTruncation.smaller(letter(null, null));
        assertEquals(
                "dead-letter-reason dead-letter-headers",
                String.join(
                        " ",
                        StreamSupport.stream(cut.headers().spliterator(), false)
                                .map(Header::key)
                                .toList()));
        assertEquals("2", header(cut, DeadLetterTruncation.HEADERS));
    }

    @Test
    void thatOfWhichNothingMoreCanBeCutStaysTheSame() {
        ProducerRecord<byte[], byte[]> least = DeadLetterTruncation.smaller(letter(null, null));
        assertSame(least, DeadLetterTruncation.smaller(least));
    }
}
