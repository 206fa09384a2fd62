package io.usersummary.processor;

import io.usersummary.connector.Buffers;
import io.usersummary.connector.RecordBatch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Records of one poll that are not valid events, on their way to the dead-letter topic: key, value
 * and headers as they came, and five headers more, named as SmallRye's own dead letters name them.
 */
public final class DeadLetterBatch implements RecordBatch {

    /** Header: what is wrong with the record. */
    public static final String REASON = "dead-letter-reason";

    /** Header: the topic that the record came from. */
    public static final String TOPIC = "dead-letter-topic";

    /** Header: its partition, in decimal. */
    public static final String PARTITION = "dead-letter-partition";

    /** Header: its offset, in decimal. */
    public static final String OFFSET = "dead-letter-offset";

    /** Header: the record's own timestamp, in epoch milliseconds, in decimal; -1 without one. */
    public static final String TIMESTAMP = "dead-letter-timestamp";

    private record Letter(
            String topic,
            int partition,
            long offset,
            long timestamp,
            byte[] key,
            byte[] value,
            RecordHeaders headers,
            String reason) {}

    /** What a letter takes besides its bytes. */
    private static final int LETTER_BYTES = 256;

    private final List<Letter> letters = new ArrayList<>();
    private long bytes;

    /** Adds a record; its bytes are copied, so that the poll it came in can be let go of. */
    void add(ConsumerRecord<ByteBuffer, ByteBuffer> record, String reason) {
        letters.add(
                new Letter(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.timestamp(),
                        Buffers.copy(record.key()),
                        Buffers.copy(record.value()),
                        new RecordHeaders(record.headers().toArray()),
                        reason));
        bytes += LETTER_BYTES + length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
    }

    private static int length(ByteBuffer bytes) {
        return bytes == null ? 0 : bytes.remaining();
    }

    /** About how many bytes of memory it keeps until it is written. */
    long bytes() {
        return bytes;
    }

    /** The last record, for the log: where it is and what is wrong, nothing of what it says. */
    String last() {
        Letter last = letters.get(letters.size() - 1);
        return last.topic
                + " partition "
                + last.partition
                + " offset "
                + last.offset
                + ": "
                + last.reason;
    }

    @Override
    public int size() {
        return letters.size();
    }

    @Override
    public void records(String topic, Consumer<ProducerRecord<byte[], byte[]>> sender) {
        for (Letter letter : letters) {
            RecordHeaders headers = new RecordHeaders(letter.headers);
            describe(
                    headers,
                    letter.reason,
                    letter.topic,
                    letter.partition,
                    letter.offset,
                    letter.timestamp);
            sender.accept(new ProducerRecord<>(topic, null, letter.key, letter.value, headers));
        }
    }

    /**
     * Nothing is to stop because of a letter: what the topic does not take is cut until it does.
     */
    @Override
    public ProducerRecord<byte[], byte[]> refused(
            ProducerRecord<byte[], byte[]> letter, Exception refusal) {
        return DeadLetterTruncation.smaller(letter);
    }

    /**
     * Adds what a dead letter says of itself to the headers that it came with.
     *
     * @param timestamp the record's own, in epoch milliseconds; -1 without one
     */
    public static void describe(
            Headers headers,
            String reason,
            String topic,
            int partition,
            long offset,
            long timestamp) {
        headers.add(REASON, text(reason));
        headers.add(TOPIC, text(topic));
        headers.add(PARTITION, text(Integer.toString(partition)));
        headers.add(OFFSET, text(Long.toString(offset)));
        headers.add(TIMESTAMP, text(Long.toString(timestamp)));
    }

    private static byte[] text(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
