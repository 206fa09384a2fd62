package io.usersummary.streams;

import io.usersummary.topics.TopicsSettings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.jboss.logging.Logger;

/**
 * How far this instance has read back the table of the partitions that it has: each up to where the
 * topic ended when it was given that partition. What is committed of the output topic is in the
 * table. Written by the engine's thread, read by any.
 */
@Singleton
class ReadBack {

    private static final Logger LOG = Logger.getLogger(ReadBack.class);

    /**
     * A thread that is to meet again what killed the one before has met it by then, pause and all.
     */
    private static final Duration WELL = Duration.ofMinutes(1);

    /** What is still undecided is not read: the topic ends, for now, where that begins. */
    private static final ListOffsetsOptions COMMITTED =
            new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);

    private final String topic;
    private final Trouble trouble;
    private final Map<TopicPartition, Long> goals = new HashMap<>();
    private final Map<TopicPartition, Long> begins = new HashMap<>();
    private final Set<TopicPartition> done = new HashSet<>();
    private volatile boolean isDone;
    private volatile long read;
    private volatile long toRead;

    ReadBack(TopicsSettings topics, Trouble trouble) {
        this.topic = topics.output();
        this.trouble = trouble;
    }

    /** Whether all of it is read. */
    boolean isDone() {
        return isDone;
    }

    /** Records read, counted by offsets. */
    long read() {
        return read;
    }

    /** Records to read, counted by offsets. */
    long toRead() {
        return toRead;
    }

    void look(KafkaStreams streams, Admin admin, String group) throws InterruptedException {
        if (streams.state() != State.RUNNING) {
            isDone = false;
            return;
        }
        if (trouble.isOlderThan(WELL)) {
            trouble.isOver();
        }
        Set<TopicPartition> assigned;
        try {
            assigned = assigned(streams);
        } catch (IllegalStateException e) {
            // It has ended since it was asked for its state.
            isDone = false;
            return;
        }
        goals.keySet().retainAll(assigned);
        begins.keySet().retainAll(assigned);
        done.retainAll(assigned);
        if (!done.equals(assigned)) {
            try {
                follow(admin, group, assigned);
            } catch (ExecutionException e) {
                LOG.debug("The broker did not tell how far the table is read", e.getCause());
            }
        }
        isDone = done.equals(assigned);
    }

    private Set<TopicPartition> assigned(KafkaStreams streams) {
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.topicPartitions().stream())
                .filter(partition -> partition.topic().equals(topic))
                .collect(Collectors.toSet());
    }

    private void follow(Admin admin, String group, Set<TopicPartition> assigned)
            throws ExecutionException, InterruptedException {
        Set<TopicPartition> unknown = new HashSet<>(assigned);
        unknown.removeAll(goals.keySet());
        begins.putAll(offsets(admin, unknown, OffsetSpec.earliest()));
        goals.putAll(offsets(admin, unknown, OffsetSpec.latest()));
        Map<TopicPartition, OffsetAndMetadata> committed =
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
        long readNow = 0;
        long toReadNow = 0;
        for (TopicPartition partition : assigned) {
            long begin = begins.get(partition);
            long goal = goals.get(partition);
            OffsetAndMetadata at = committed.get(partition);
            long reached = at == null ? begin : Math.max(begin, Math.min(goal, at.offset()));
            if (reached >= goal) {
                done.add(partition);
            }
            readNow += reached - begin;
            toReadNow += goal - begin;
        }
        toRead = toReadNow;
        read = readNow;
    }

    private static Map<TopicPartition, Long> offsets(
            Admin admin, Set<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        return admin
                .listOffsets(
                        partitions.stream()
                                .collect(Collectors.toMap(Function.identity(), p -> which)),
                        COMMITTED)
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
    }
}
