package io.usersummary.streams;

import io.usersummary.connector.RecurringQuestion;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka's clients for Kafka Streams: its own, but for those that write the table and read it back.
 */
final class Clients implements KafkaClientSupplier {

    private static final Duration LOOK = Duration.ofMillis(500);

    private final Admin admin;
    private final String group;
    private final String table;

    /**
     * @param admin lives as long as the clients
     * @param table the topic of the summaries
     */
    Clients(Admin admin, String group, String table) {
        this.admin = admin;
        this.group = group;
        this.table = table;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new TableProducer(config, table);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(
                config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return getConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new RestoreConsumer(
                config, new RecurringQuestion<>(this::committed, LOOK, Map.of()));
    }

    private KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> committed() {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata();
    }
}
