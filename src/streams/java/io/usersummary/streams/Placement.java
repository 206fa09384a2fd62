package io.usersummary.streams;

import io.usersummary.topics.OffsetRange;
import io.usersummary.topics.RangeReader;
import io.usersummary.topics.TopicOffsets;
import jakarta.inject.Singleton;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks at the newest records of a topic: whether their keys are in the partitions where their hash
 * puts them. Of those that were written before partitions were added about half are not.
 */
@Singleton
class Placement {

    private static final int NEWEST = 100;

    private final TopicOffsets offsets;
    private final RangeReader reader;

    Placement(TopicOffsets offsets, RangeReader reader) {
        this.offsets = offsets;
        this.reader = reader;
    }

    /**
     * @throws WrongPartitionException if a key is elsewhere
     * @throws KafkaException if the records cannot be read
     */
    void check(String topic, int partitions) throws InterruptedException {
        Map<TopicPartition, OffsetRange> newest = offsets.ranges(topic);
        if (newest.isEmpty()) {
            return;
        }
        newest.replaceAll((partition, range) -> range.since(range.to() - NEWEST));
        reader.read(
                "user-summary-placement",
                newest,
                records -> records.forEach(record -> check(record, partitions)));
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
