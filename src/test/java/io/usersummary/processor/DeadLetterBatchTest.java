package io.usersummary.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** Records on their way to the dead-letter topic. */
class DeadLetterBatchTest {

    private final DeadLetterBatch batch = new DeadLetterBatch();

    private void add(String key, String value, RecordHeaders headers) {
        batch.add(
                new ConsumerRecord<>(
                        "input_topic",
                        3,
                        42,
                        1_234,
                        TimestampType.CREATE_TIME,
                        0,
                        0,
                        bytes(key),
                        bytes(value),
                        headers,
                        Optional.empty()),
                "not JSON");
    }

    private static ByteBuffer bytes(String text) {
        return text == null ? null : ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private ProducerRecord<byte[], byte[]> letter() {
        List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
        batch.records("letters", sent::add);
        assertEquals(1, sent.size());
        return sent.get(0);
    }

    private static String header(ProducerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }

    @Test
    void aLetterHasWhatTheRecordHadAndSaysWhereItCameFromAndWhy() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", "t".getBytes(UTF_8));
        add("key", "poison", headers);
        ProducerRecord<byte[], byte[]> letter = letter();
        assertEquals("letters", letter.topic());
        assertNull(letter.partition());
        assertArrayEquals("key".getBytes(UTF_8), letter.key());
        assertArrayEquals("poison".getBytes(UTF_8), letter.value());
        assertEquals("t", header(letter, "trace"));
        assertEquals("not JSON", header(letter, DeadLetterBatch.REASON));
        assertEquals("input_topic", header(letter, DeadLetterBatch.TOPIC));
        assertEquals("3", header(letter, DeadLetterBatch.PARTITION));
        assertEquals("42", header(letter, DeadLetterBatch.OFFSET));
        assertEquals("1234", header(letter, DeadLetterBatch.TIMESTAMP));
        assertEquals("input_topic partition 3 offset 42: not JSON", batch.last());
    }

    @Test
    void itsBytesAreThoseOfKeyValueAndHeaders() {
        add(null, null, new RecordHeaders());
        long empty = batch.bytes();
        RecordHeaders headers = new RecordHeaders();
        headers.add("seven77", new byte[11]);
        headers.add("four", null);
        add("key", "poison", headers);
        assertEquals(empty + empty + 3 + 6 + 7 + 11 + 4, batch.bytes());
        assertEquals(2, batch.size());
    }

    @Test
    void aLetterThatItsTopicDoesNotTakeIsCut() {
        add(null, "x".repeat(100), new RecordHeaders());
        ProducerRecord<byte[], byte[]> cut = batch.refused(letter(), new Exception("too large"));
        assertEquals(75, cut.value().length);
    }
}
