package io.usersummary.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What tests ask Kafka and have it do, however many brokers it is made of. Every question blocks
 * until it is answered, for minutes if it must. Not thread-safe.
 */
abstract class Kafka implements AutoCloseable {

    static final String INPUT = "input_topic";
    static final String OUTPUT = "output_topic";
    static final String DEAD_LETTERS = "input_topic_dlq";

    /** What the tests' own clients say is of no interest: they expect the worst. */
    private static final Logger CLIENTS = Logger.getLogger("org.apache.kafka");

    private final short replicas;
    private final Group group = new Group(this);
    private Admin admin;

    Kafka(int replicas) {
        this.replicas = (short) replicas;
    }

    /** Where the tests' own clients connect. */
    abstract String address();

    /** Where the service connects. */
    abstract String addressOfTheService();

    /** To be called once there is somebody to answer. */
    final void connect() {
        CLIENTS.setLevel(Level.SEVERE);
        admin =
                Admin.create(
                        Map.of(
                                "bootstrap.servers", address(),
                                "request.timeout.ms", 3_000,
                                "default.api.timeout.ms", 5_000));
    }

    /** The service's consumer group. */
    Group group() {
        return group;
    }

    /** Creates the topics as the service would. */
    void createTopics(int partitions) {
        Map<String, String> table =
                Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", "3600000");
        ask(
                admin ->
                        admin.createTopics(
                                        List.of(
                                                new NewTopic(INPUT, partitions, replicas),
                                                new NewTopic(OUTPUT, partitions, replicas)
                                                        .configs(table),
                                                new NewTopic(DEAD_LETTERS, 1, replicas)))
                                .all());
    }

    /** Makes a topic refuse every record, or take them again. */
    void setWritable(String topic, boolean writable) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        ConfigEntry limit = new ConfigEntry("max.message.bytes", "1");
        AlterConfigOp change =
                new AlterConfigOp(
                        limit, writable ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET);
        ask(admin -> admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all());
    }

    /** Has a topic grow to so many partitions. */
    void addPartitions(String topic, int partitions) {
        ask(
                admin ->
                        admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                                .all());
    }

    /** Sends all, then waits for all. */
    void produce(List<ProducerRecord<byte[], byte[]>> records) {
        try (var producer =
                new KafkaProducer<>(
                        Map.<String, Object>of("bootstrap.servers", address()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (var sent : records.stream().map(producer::send).toList()) {
                sent.get();
            }
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All records of a topic, from its beginning to its present end. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        Map<TopicPartition, Long> ends = endsOf(topic);
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers", address(),
                                "metadata.max.age.ms", 1_000,
                                "request.timeout.ms", 5_000,
                                "socket.connection.setup.timeout.ms", 2_000,
                                "reconnect.backoff.max.ms", 200),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        try {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
        return records;
    }

    /** Where each partition of a topic ends. */
    Map<Integer, Long> ends(String topic) {
        Map<Integer, Long> ends = new HashMap<>();
        endsOf(topic).forEach((partition, end) -> ends.put(partition.partition(), end));
        return ends;
    }

    private Map<TopicPartition, Long> endsOf(String topic) {
        Map<TopicPartition, OffsetSpec> latest =
                describe(topic).partitions().stream()
                        .collect(
                                Collectors.toMap(
                                        info -> new TopicPartition(topic, info.partition()),
                                        info -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        ask(admin -> admin.listOffsets(latest).all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    TopicDescription describe(String topic) {
        return ask(admin -> admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
    }

    /** How many records a topic was ever given. */
    long size(String topic) {
        return ends(topic).values().stream().mapToLong(Long::longValue).sum();
    }

    /** A question to an administration client. */
    interface Question<T> {
        KafkaFuture<T> put(Admin admin);
    }

    /** Asks until there is an answer. */
    <T> T ask(Question<T> question) {
        long deadline = System.nanoTime() + ChildProcess.PATIENCE.toNanos();
        while (true) {
            try {
                return question.put(admin).get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > deadline) {
                    throw new IllegalStateException(e.getCause());
                }
                // It may have asked a broker that is gone, and would do so again.
                admin.close(Duration.ZERO);
                connect();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
