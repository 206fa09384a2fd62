package io.usersummary.crash;

import io.usersummary.dev.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;

/**
 * A real broker in a process of its own, so that it can be stopped, frozen and killed, and what
 * tests ask it. Every question blocks until it is answered. Not thread-safe.
 */
final class Cluster implements AutoCloseable {

    private static final String DATA = "broker";

    static final String INPUT = "input_topic";
    static final String OUTPUT = "output_topic";
    static final String DEAD_LETTERS = "input_topic_dlq";
    static final String GROUP = "user-summary";

    /** What the tests' own clients say is of no interest: they expect the worst. */
    private static final Logger CLIENTS = Logger.getLogger("org.apache.kafka");

    private final Path directory;
    private final int port = freePort();
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private ChildProcess broker;
    private int starts;

    /**
     * Starts the broker.
     *
     * @param directory emptied first; takes the logs, which stay, and the data, which does not
     */
    Cluster(Path directory) {
        this.directory = directory;
        delete(directory);
        start();
        CLIENTS.setLevel(Level.SEVERE);
        Map<String, Object> config = Map.of("bootstrap.servers", address());
        admin = Admin.create(config);
        consumer =
                new KafkaConsumer<>(
                        config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Starts it again, at the same address and with its data; returns once it serves clients. */
    void start() {
        broker =
                ChildProcess.start(
                        "broker",
                        directory.resolve("broker-" + ++starts + ".log"),
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx384m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                EmbeddedKafka.class.getName(),
                                Integer.toString(port),
                                directory.resolve(DATA).toString()));
        broker.awaitOutput("Kafka: broker at ");
    }

    ChildProcess broker() {
        return broker;
    }

    String address() {
        return "localhost:" + port;
    }

    /** Creates the topics as the service would. */
    void createTopics(int partitions) {
        ask(
                admin ->
                        admin.createTopics(
                                        List.of(
                                                new NewTopic(INPUT, partitions, (short) 1),
                                                new NewTopic(OUTPUT, partitions, (short) 1)
                                                        .configs(
                                                                Map.of(
                                                                        "cleanup.policy",
                                                                        "compact",
                                                                        "min.compaction.lag.ms",
                                                                        "3600000")),
                                                new NewTopic(DEAD_LETTERS, 1, (short) 1)))
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
        List<TopicPartition> partitions = partitions(topic);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        }
        return records;
    }

    /** Where each partition of a topic ends. */
    Map<Integer, Long> ends(String topic) {
        Map<Integer, Long> ends = new HashMap<>();
        consumer.endOffsets(partitions(topic))
                .forEach((partition, end) -> ends.put(partition.partition(), end));
        return ends;
    }

    private List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    /** How many records a topic was ever given. */
    long size(String topic) {
        return ends(topic).values().stream().mapToLong(Long::longValue).sum();
    }

    /** Where the service's group stands in the input; 0 where it never committed. */
    Map<Integer, Long> committed() {
        Map<Integer, Long> committed = new HashMap<>();
        ends(INPUT).keySet().forEach(partition -> committed.put(partition, 0L));
        ask(admin -> admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata())
                .forEach((partition, o) -> committed.put(partition.partition(), o.offset()));
        return committed;
    }

    /** Whether all input is read and acknowledged. */
    boolean allCommitted() {
        return committed().equals(ends(INPUT));
    }

    /** Has the group read a part of the input again; nobody may be in it. */
    void rewind(Map<Integer, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> to =
                offsets.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        e -> new TopicPartition(INPUT, e.getKey()),
                                        e -> new OffsetAndMetadata(e.getValue())));
        ask(admin -> admin.alterConsumerGroupOffsets(GROUP, to).all());
    }

    /** The client ids of the group's members; none while there is no such group yet. */
    Set<String> members() {
        try {
            return admin
                    .describeConsumerGroups(List.of(GROUP))
                    .describedGroups()
                    .get(GROUP)
                    .get()
                    .members()
                    .stream()
                    .map(MemberDescription::clientId)
                    .collect(Collectors.toSet());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Set.of();
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The protocol that the group's members speak. */
    GroupType protocol() {
        return ask(admin ->
                        admin.describeConsumerGroups(List.of(GROUP)).describedGroups().get(GROUP))
                .type();
    }

    private interface Question<T> {
        KafkaFuture<T> put(Admin admin);
    }

    private <T> T ask(Question<T> question) {
        try {
            return question.put(admin).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
        admin.close(Duration.ZERO);
        if (broker.isAlive()) {
            broker.kill();
        }
        delete(directory.resolve(DATA));
    }

    private static void delete(Path directory) {
        try {
            Utils.delete(directory.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
