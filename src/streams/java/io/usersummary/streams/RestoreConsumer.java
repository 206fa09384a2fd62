package io.usersummary.streams;

import io.usersummary.connector.RecurringQuestion;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the table back, no further than it is committed.
 *
 * <p>A standby may only take over what whoever is active has committed. Kafka Streams reads on all
 * the same and keeps the rest in memory: a whole table, when a group meets a large one for the
 * first time. (Seen in {@code StoreChangelogReader} of 4.1.2, whose buffer for a source topic has
 * no bound.)
 */
final class RestoreConsumer extends KafkaConsumer<byte[], byte[]> {

    private final RecurringQuestion<Map<TopicPartition, OffsetAndMetadata>> committed;

    /**
     * @param committed how far the group has committed
     */
    RestoreConsumer(
            Map<String, Object> config,
            RecurringQuestion<Map<TopicPartition, OffsetAndMetadata>> committed) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.committed = committed;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        Set<TopicPartition> held = new HashSet<>(assignment());
        held.removeAll(paused());
        held.removeIf(partition -> !isAhead(partition));
        pause(held);
        try {
            return super.poll(timeout);
        } finally {
            resume(held);
        }
    }

    private boolean isAhead(TopicPartition partition) {
        try {
            OffsetAndMetadata at = committed.answer().get(partition);
            return at == null || position(partition, Duration.ZERO) >= at.offset();
        } catch (TimeoutException e) {
            return false; // The poll finds out where its beginning is.
        }
    }
}
