package io.usersummary;

import io.quarkus.bootstrap.classloading.QuarkusClassLoader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What tests do with the broker of {@link KafkaResource}. Every call blocks until it is done. */
public final class TestKafka {
    private TestKafka() {}

    public static String bootstrapServers() {
        return TestBroker.get().apply("address");
    }

    /** Starts the broker again after {@link #stop()}, at the same address, with its data. */
    public static void start() {
        TestBroker.get().apply("start");
    }

    public static void stop() {
        TestBroker.get().apply("stop");
    }

    public static void restart() {
        stop();
        start();
    }

    public static void createTopic(String topic, int partitions, Map<String, String> configs) {
        withAdmin(
                admin ->
                        admin.createTopics(
                                        List.of(
                                                new NewTopic(topic, partitions, (short) 1)
                                                        .configs(configs)))
                                .all());
    }

    /** Has a topic have so many partitions, more than before. */
    public static void addPartitions(String topic, int partitions) {
        withAdmin(
                admin ->
                        admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                                .all());
    }

    /** Deletes a topic; a broker may need a moment to forget it. */
    public static void deleteTopic(String topic) {
        withAdmin(admin -> admin.deleteTopics(List.of(topic)).all());
    }

    /** Deletes the records before an offset of the topic's first partition. */
    public static void deleteRecords(String topic, long before) {
        TopicPartition partition = new TopicPartition(topic, 0);
        withAdmin(
                admin ->
                        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before)))
                                .all());
    }

    /** Commits an offset of the topic's first partition for a group without members. */
    public static void commit(String group, String topic, OffsetAndMetadata commit) {
        TopicPartition partition = new TopicPartition(topic, 0);
        withAdmin(admin -> admin.alterConsumerGroupOffsets(group, Map.of(partition, commit)).all());
    }

    /** The metadata of what a group committed for the topic's first partition. */
    public static String commitMetadata(String group, String topic) {
        return withAdmin(
                        admin ->
                                admin.listConsumerGroupOffsets(group)
                                        .partitionsToOffsetAndMetadata())
                .get(new TopicPartition(topic, 0))
                .metadata();
    }

    public static Collection<String> topics() {
        return withAdmin(admin -> admin.listTopics().names());
    }

    public static int partitions(String topic) {
        return withAdmin(admin -> admin.describeTopics(List.of(topic)).allTopicNames())
                .get(topic)
                .partitions()
                .size();
    }

    /** The value of one configuration entry of a topic. */
    public static String config(String topic, String key) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return withAdmin(admin -> admin.describeConfigs(List.of(resource)).all())
                .get(resource)
                .get(key)
                .value();
    }

    /** Sets one configuration entry of a topic. */
    public static void setConfig(String topic, String key, String value) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        AlterConfigOp set =
                new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
        withAdmin(admin -> admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all());
    }

    /** The newest value of every key of a topic, as text, without those that were deleted. */
    public static Map<String, String> table(String topic) {
        Map<String, String> table = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records(topic)) {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            if (record.value() == null) {
                table.remove(key);
            } else {
                table.put(key, new String(record.value(), StandardCharsets.UTF_8));
            }
        }
        return table;
    }

    /** How many records of a topic a consumer group has committed. */
    public static long committedRecords(String group, String topic) {
        return committed(group, topic).values().stream().mapToLong(offset -> offset).sum();
    }

    /**
     * Deletes all topics and consumer groups, also of members that could not say that they left
     * because the broker was away.
     */
    public static void deleteEverything() {
        withAdmin(admin -> admin.deleteTopics(topics()).all());
        List<String> groups =
                withAdmin(admin -> admin.listGroups(ListGroupsOptions.forConsumerGroups()).all())
                        .stream()
                        .map(GroupListing::groupId)
                        .toList();
        withAdmin(admin -> admin.describeConsumerGroups(groups).all()).values().stream()
                .filter(group -> !group.members().isEmpty())
                .forEach(group -> removeMembers(group.groupId()));
        withAdmin(admin -> admin.deleteConsumerGroups(groups).all());
    }

    private static void removeMembers(String group) {
        var all = new RemoveMembersFromConsumerGroupOptions();
        withAdmin(admin -> admin.removeMembersFromConsumerGroup(group, all).all());
    }

    /** Where a consumer group stands in a topic; partitions without a commit are left out. */
    public static Map<Integer, Long> committed(String group, String topic) {
        return withAdmin(
                        admin ->
                                admin.listConsumerGroupOffsets(group)
                                        .partitionsToOffsetAndMetadata())
                .entrySet()
                .stream()
                .filter(entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null)
                .collect(
                        Collectors.toMap(
                                entry -> entry.getKey().partition(),
                                entry -> entry.getValue().offset()));
    }

    public static RecordMetadata produce(String topic, String key, String value) {
        return produce(
                new ProducerRecord<>(
                        topic,
                        key.getBytes(StandardCharsets.UTF_8),
                        value.getBytes(StandardCharsets.UTF_8)));
    }

    public static RecordMetadata produce(ProducerRecord<byte[], byte[]> record) {
        return produce(List.of(record)).get(0);
    }

    /** Sends all, then waits for all. */
    public static List<RecordMetadata> produce(List<ProducerRecord<byte[], byte[]>> records) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", bootstrapServers(), "max.request.size", 8 << 20);
        try (var producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<RecordMetadata> sent = new ArrayList<>();
            for (var future : records.stream().map(producer::send).toList()) {
                sent.add(future.get());
            }
            return sent;
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All records of a topic from the beginning to its present end; none if it does not exist. */
    public static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        if (!topics().contains(topic)) {
            return records;
        }
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers());
        try (var consumer =
                new KafkaConsumer<>(
                        config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    /** The values of all records of a topic, as text. */
    public static List<String> values(String topic) {
        return records(topic).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static <T> T withAdmin(Function<Admin, KafkaFuture<T>> question) {
        try {
            return question.apply(Shared.ADMIN).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Tests ask ten times a second, and to make a client costs more than most answers. */
    private static final class Shared {
        static final Admin ADMIN = Admin.create(Map.of("bootstrap.servers", bootstrapServers()));

        static {
            if (TestKafka.class.getClassLoader() instanceof QuarkusClassLoader ofOneProfile) {
                ofOneProfile.addCloseTask(() -> ADMIN.close(Duration.ZERO));
            }
        }
    }
}
