package io.usersummary.bench.lab;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What the benchmark asks of the broker from outside: topics, ends and committed offsets. */
public final class Cluster implements AutoCloseable {

    public static final String INPUT = "input_topic";
    public static final String OUTPUT = "output_topic";
    public static final int PARTITIONS = 4;

    private static final long TIMEOUT_SECONDS = 60;

    private final Admin admin;

    public Cluster(String bootstrapServers) {
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** Returns when the broker answers. */
    public void awaitBroker() {
        get(admin.describeCluster().nodes());
    }

    /** An empty input topic whose records carry the time at which the broker appended them. */
    public void recreateInput() {
        recreate(INPUT, Map.of("message.timestamp.type", "LogAppendTime"));
    }

    /** An empty, compacted output topic whose records carry the time of their append. */
    public void recreateOutput() {
        recreate(
                OUTPUT,
                Map.of("message.timestamp.type", "LogAppendTime", "cleanup.policy", "compact"));
    }

    private void recreate(String topic, Map<String, String> configuration) {
        delete(Set.of(topic));
        NewTopic fresh = new NewTopic(topic, PARTITIONS, (short) 1).configs(configuration);
        get(admin.createTopics(List.of(fresh)).all());
        await(() -> topics().contains(topic), "Topic " + topic + " did not appear");
    }

    /** Removes all topics that a contender made for itself under its group's name. */
    public void deleteTopicsOf(String group) {
        delete(topics().stream().filter(t -> t.startsWith(group)).collect(Collectors.toSet()));
    }

    private void delete(Collection<String> names) {
        try {
            get(admin.deleteTopics(names).all());
        } catch (IllegalStateException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw e;
            }
        }
        await(() -> topics().stream().noneMatch(names::contains), names + " did not disappear");
    }

    /** Number of records a topic holds, over all its partitions. */
    public long records(String topic) {
        Map<TopicPartition, OffsetSpec> latest =
                partitions(topic).stream()
                        .collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest()));
        return get(admin.listOffsets(latest).all()).values().stream()
                .mapToLong(end -> end.offset())
                .sum();
    }

    /** Number of records of a topic that a group has committed. */
    public long committed(String group, String topic) {
        Map<TopicPartition, OffsetAndMetadata> offsets =
                get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        return offsets.entrySet().stream()
                .filter(e -> e.getKey().topic().equals(topic) && e.getValue() != null)
                .mapToLong(e -> e.getValue().offset())
                .sum();
    }

    /** Number of members of a consumer group. */
    public int members(String group) {
        try {
            return get(admin.describeConsumerGroups(List.of(group)).describedGroups().get(group))
                    .members()
                    .size();
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return 0;
            }
            throw e;
        }
    }

    private static List<TopicPartition> partitions(String topic) {
        return IntStream.range(0, PARTITIONS).mapToObj(p -> new TopicPartition(topic, p)).toList();
    }

    private Set<String> topics() {
        return get(admin.listTopics().names());
    }

    private static void await(Supplier<Boolean> condition, String otherwise) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!condition.get()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(otherwise + " in " + TIMEOUT_SECONDS + " s");
            }
            Pause.millis(20);
        }
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "The broker refused: " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("The broker did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
