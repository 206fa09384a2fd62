package io.usersummary.topics;

import io.usersummary.connector.ClientSettings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Asks the broker where topics begin and end, and how far a group is. Blocking; for background
 * threads.
 */
@ApplicationScoped
public class TopicOffsets {

    /** What is in a transaction that is still open may never be there: it is not waited for. */
    private static final ListOffsetsOptions COMMITTED =
            new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);

    private final Map<String, Object> config;
    private Admin admin;

    TopicOffsets(ClientSettings clients) {
        config = AdminConfig.of(clients, "user-summary-offsets", 5_000, 10_000);
    }

    /** Where the broker is, as configured. */
    String bootstrapServers() {
        return config.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG).toString();
    }

    /**
     * The first offset of each partition.
     *
     * @throws KafkaException if the broker cannot be asked
     */
    public Map<TopicPartition, Long> begins(String topic) throws InterruptedException {
        return offsets(topic, OffsetSpec.earliest());
    }

    /**
     * The offset after the last of each partition that holds anything.
     *
     * @throws KafkaException if the broker cannot be asked
     */
    public Map<TopicPartition, Long> ends(String topic) throws InterruptedException {
        Map<TopicPartition, Long> ends = new HashMap<>();
        ranges(topic).forEach((partition, range) -> ends.put(partition, range.to()));
        return ends;
    }

    /**
     * These ends, but none that lies beyond where the topic ends now: it may have lost records.
     *
     * @throws KafkaException if the broker cannot be asked
     */
    public Map<TopicPartition, Long> noFurther(String topic, Map<TopicPartition, Long> ends)
            throws InterruptedException {
        Map<TopicPartition, Long> now = ends(topic);
        Map<TopicPartition, Long> nearer = new HashMap<>();
        ends.forEach(
                (partition, end) ->
                        nearer.put(partition, Math.min(end, now.getOrDefault(partition, 0L))));
        return nearer;
    }

    /**
     * Whether there is a topic of that name that this service may know of.
     *
     * @throws KafkaException if the broker cannot be asked
     */
    public boolean exists(String topic) throws InterruptedException {
        return answer(admin().listTopics(new ListTopicsOptions().listInternal(true)).names())
                .contains(topic);
    }

    /**
     * The records of each partition that holds anything.
     *
     * @throws KafkaException if the broker cannot be asked
     */
    public Map<TopicPartition, OffsetRange> ranges(String topic) throws InterruptedException {
        Map<TopicPartition, Long> begins = begins(topic);
        Map<TopicPartition, OffsetRange> ranges = new HashMap<>();
        offsets(topic, OffsetSpec.latest())
                .forEach(
                        (p, end) ->
                                ranges.put(p, new OffsetRange(begins.getOrDefault(p, 0L), end)));
        ranges.values().removeIf(OffsetRange::isEmpty);
        return ranges;
    }

    /**
     * What a group has left unread in a topic: what lies behind the offsets that it committed, or
     * all; without partitions of which it has read everything.
     *
     * @throws KafkaException if the broker cannot be asked
     */
    public Map<TopicPartition, OffsetRange> unread(String group, String topic)
            throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed =
                answer(admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, OffsetRange> unread = ranges(topic);
        unread.replaceAll(
                (partition, range) -> {
                    OffsetAndMetadata at = committed.get(partition);
                    return at == null ? range : range.since(at.offset());
                });
        unread.values().removeIf(OffsetRange::isEmpty);
        return unread;
    }

    /**
     * Deletes these records, and those before them.
     *
     * @throws KafkaException if the broker cannot be asked, or does not allow it
     */
    public void delete(Map<TopicPartition, OffsetRange> ranges) throws InterruptedException {
        Map<TopicPartition, RecordsToDelete> records = new HashMap<>();
        ranges.forEach((p, range) -> records.put(p, RecordsToDelete.beforeOffset(range.to())));
        answer(admin().deleteRecords(records).all());
    }

    /**
     * The client-ids of a group's members.
     *
     * @throws KafkaException if the broker cannot be asked
     */
    public Set<String> clientIds(String group) throws InterruptedException {
        try {
            return answer(
                            admin().describeConsumerGroups(List.of(group))
                                    .describedGroups()
                                    .get(group))
                    .members()
                    .stream()
                    .map(MemberDescription::clientId)
                    .collect(Collectors.toSet());
        } catch (GroupIdNotFoundException e) {
            return Set.of();
        }
    }

    private Map<TopicPartition, Long> offsets(String topic, OffsetSpec spec)
            throws InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (TopicPartitionInfo partition :
                answer(admin().describeTopics(List.of(topic)).topicNameValues().get(topic))
                        .partitions()) {
            wanted.put(new TopicPartition(topic, partition.partition()), spec);
        }
        return answer(admin().listOffsets(wanted, COMMITTED).all()).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
    }

    private static <T> T answer(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka
                    ? kafka
                    : new KafkaException(e.getCause());
        }
    }

    /** The client that asks; closed with this bean. */
    synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(config);
        }
        return admin;
    }

    @PreDestroy
    synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }
}
