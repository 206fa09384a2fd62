package io.usersummary.streams;

import io.usersummary.topics.TopicOffsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Looks at the newest records of a topic: whether their keys are in the partitions where their hash
 * puts them. Of those that were written before partitions were added about half are not.
 */
final class Placement {

    private static final int NEWEST = 100;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final TopicOffsets offsets;
    private final Supplier<Consumer<byte[], byte[]>> consumers;

    Placement(TopicOffsets offsets, Supplier<Consumer<byte[], byte[]>> consumers) {
        this.offsets = offsets;
        this.consumers = consumers;
    }

    /**
     * @throws WrongPartitionException if a key is elsewhere
     * @throws KafkaException if the records cannot be read
     */
    void check(String topic, int partitions) throws InterruptedException {
        Map<TopicPartition, Long> begins = offsets.begins(topic);
        Map<TopicPartition, Long> ends = new HashMap<>(offsets.ends(topic));
        if (ends.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            consumer.assign(ends.keySet());
            ends.forEach(
                    (partition, end) ->
                            consumer.seek(
                                    partition, Math.max(begins.get(partition), end - NEWEST)));
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(record -> check(record, partitions));
                if (System.nanoTime() - start > LONGEST.toNanos()) {
                    throw new TimeoutException("the newest records of " + topic + " do not come");
                }
            }
        }
    }

    private static void check(ConsumerRecord<byte[], byte[]> record, int partitions) {
        if (record.key() == null) {
            return;
        }
        int expected = BuiltInPartitioner.partitionForKey(record.key(), partitions);
        if (expected != record.partition()) {
            throw new WrongPartitionException(
                    record.topic(), expected, record.partition(), partitions);
        }
    }
}
