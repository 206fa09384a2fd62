package io.usersummary.kafka;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * What one poll of a Kafka consumer returned: the payload of the messages that the {@value
 * BatchConnector#NAME} connector emits.
 *
 * <p>Keys and values are views of the bytes that came over the wire; who keeps one keeps the whole
 * response alive, so copy what must outlive the processing of the poll.
 */
public final class Poll {

    private final Iterable<ConsumerRecord<ByteBuffer, ByteBuffer>> records;
    private final int count;
    private final Map<TopicPartition, Long> nextOffsets;
    private final Consumer<Map<TopicPartition, Long>> acknowledge;

    private Poll(
            Iterable<ConsumerRecord<ByteBuffer, ByteBuffer>> records,
            int count,
            Map<TopicPartition, Long> nextOffsets,
            Consumer<Map<TopicPartition, Long>> acknowledge) {
        this.records = records;
        this.count = count;
        this.nextOffsets = nextOffsets;
        this.acknowledge = acknowledge;
    }

    static Poll of(ConsumerRecords<ByteBuffer, ByteBuffer> records, OffsetTracker tracker) {
        Map<TopicPartition, Long> next = new HashMap<>();
        records.nextOffsets().forEach((partition, offset) -> next.put(partition, offset.offset()));
        return new Poll(records, records.count(), next, tracker::acknowledged);
    }

    /** A poll of records from elsewhere than Kafka: a test, another connector. */
    public static Poll of(List<ConsumerRecord<ByteBuffer, ByteBuffer>> records) {
        Map<TopicPartition, Long> next = new HashMap<>();
        records.forEach(
                record ->
                        next.put(
                                new TopicPartition(record.topic(), record.partition()),
                                record.offset() + 1));
        return new Poll(records, records.size(), next, offsets -> {});
    }

    /** A copy of a key's or value's bytes, to outlive the poll; null for none. */
    public static byte[] copy(ByteBuffer view) {
        if (view == null) {
            return null;
        }
        byte[] bytes = new byte[view.remaining()];
        view.duplicate().get(bytes);
        return bytes;
    }

    /** The records, partition by partition, each in the order of its offsets. */
    public Iterable<ConsumerRecord<ByteBuffer, ByteBuffer>> records() {
        return records;
    }

    /** The number of records; zero if only the position moved, past records that are gone. */
    public int count() {
        return count;
    }

    /** The offset to read next in each partition that this poll moved on in. */
    public Map<TopicPartition, Long> nextOffsets() {
        return nextOffsets;
    }

    /**
     * A function that acknowledges a part of the poll: what lies before the given next offsets.
     * Acknowledging the message acknowledges all of it. The function does not keep the records.
     */
    public Consumer<Map<TopicPartition, Long>> partialAcknowledgement() {
        return acknowledge;
    }
}
