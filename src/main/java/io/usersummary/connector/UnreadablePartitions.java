package io.usersummary.connector;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;

/**
 * Partitions that cannot be read on from where they are: a batch is damaged, or packed by a codec
 * that is missing here; or no broker leads it. They are left alone while the others are read, and
 * tried again every so often, since another replica may lead by then. An offset that a person has
 * named is stepped over, and so is what follows it up to the next record that can be read. For the
 * thread that polls.
 */
final class UnreadablePartitions {

    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration MOMENT = Duration.ofMillis(500);

    /** How the client says which partition it is; there is no other way to learn it. */
    private static final Pattern PARTITION =
            Pattern.compile("(?:partition|from|messages at) ([a-zA-Z0-9._-]+-[0-9]+)(?![0-9])");

    private record Unreadable(long offset, String reason, long since) {}

    private record Step(long from, long at, long since) {}

    private final String channel;
    private final Set<String> named;
    private final ChannelHealth health;
    private final LongSupplier nanoTime;
    private final Map<TopicPartition, Unreadable> partitions = new HashMap<>();
    private final Map<TopicPartition, Step> steps = new HashMap<>();
    private Set<TopicPartition> leaderless = Set.of();
    private long lastLook;

    /**
     * @param stepOver what to step over, each as {@code topic-partition@offset}
     */
    UnreadablePartitions(String channel, Set<String> stepOver, ChannelHealth health) {
        this(channel, stepOver, health, System::nanoTime);
    }

    UnreadablePartitions(
            String channel, Set<String> stepOver, ChannelHealth health, LongSupplier nanoTime) {
        this.channel = channel;
        this.named = stepOver;
        this.health = health;
        this.nanoTime = nanoTime;
        this.lastLook = nanoTime.getAsLong();
    }

    /** Partitions that are not to be polled now. */
    Set<TopicPartition> toLeaveAlone(Set<TopicPartition> assigned) {
        partitions.keySet().retainAll(assigned);
        steps.keySet().retainAll(assigned);
        long now = nanoTime.getAsLong();
        Set<TopicPartition> left = new HashSet<>();
        partitions.forEach(
                (partition, unreadable) -> {
                    if (now - unreadable.since < RETRY.toNanos()) {
                        left.add(partition);
                    }
                });
        return left;
    }

    /**
     * Notes what a poll says of a partition, or steps over it.
     *
     * @return false if the exception is about no single partition
     * @throws RecordDeserializationException if a record is larger than any may be
     */
    boolean noted(Consumer<ByteBuffer, ByteBuffer> consumer, KafkaException e) {
        Optional<TopicPartition> found = partition(e, consumer.assignment());
        if (found.isEmpty()) {
            return false;
        }
        TopicPartition partition = found.get();
        long offset = consumer.position(partition, MOMENT);
        if (named.contains(partition + "@" + offset) || steps.containsKey(partition)) {
            Step step = steps.get(partition);
            long from = step == null ? offset : step.from;
            steps.put(partition, new Step(from, offset + 1, nanoTime.getAsLong()));
            consumer.seek(partition, offset + 1);
        } else if (e.getCause() instanceof PollBudget.TooLargeException) {
            throw e;
        } else {
            String reason = "offset " + offset + " cannot be read: " + rootOf(e).getMessage();
            partitions.put(partition, new Unreadable(offset, reason, nanoTime.getAsLong()));
            tell();
        }
        return true;
    }

    /** Looks now and then for partitions that no broker leads: polls say nothing of them. */
    void look(Consumer<ByteBuffer, ByteBuffer> consumer) {
        long now = nanoTime.getAsLong();
        if (now - lastLook < LOOK.toNanos()) {
            return;
        }
        lastLook = now;
        Set<TopicPartition> without = new HashSet<>();
        Set<TopicPartition> assigned = consumer.assignment();
        assigned.stream()
                .map(TopicPartition::topic)
                .distinct()
                .flatMap(topic -> partitions(consumer, topic).stream())
                .filter(info -> info.leader() == null)
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .filter(assigned::contains)
                .forEach(without::add);
        if (!without.equals(leaderless)) {
            leaderless = without;
            tell();
        }
    }

    /** What the client knows already; a broker that does not answer is told of elsewhere. */
    private static List<PartitionInfo> partitions(
            Consumer<ByteBuffer, ByteBuffer> consumer, String topic) {
        try {
            return consumer.partitionsFor(topic, MOMENT);
        } catch (KafkaException e) {
            return List.of();
        }
    }

    /** Notes what was read after all. */
    void read(ConsumerRecords<ByteBuffer, ByteBuffer> records) {
        if (partitions.isEmpty() && steps.isEmpty()) {
            return;
        }
        for (TopicPartition partition : records.partitions()) {
            long first = records.records(partition).get(0).offset();
            Step step = steps.remove(partition);
            if (step != null) {
                health.steppedOver(partition, step.from, first);
            }
            noLongerDamaged(partition);
        }
    }

    /** Where partitions are that were stepped over up to their end: no record will tell. */
    Map<TopicPartition, OffsetAndMetadata> moved() {
        long now = nanoTime.getAsLong();
        Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
        steps.forEach(
                (partition, step) -> {
                    if (now - step.since > RETRY.toNanos()) {
                        moved.put(partition, new OffsetAndMetadata(step.at));
                    }
                });
        for (TopicPartition partition : moved.keySet()) {
            Step step = steps.remove(partition);
            health.steppedOver(partition, step.from, step.at);
            noLongerDamaged(partition);
        }
        return moved;
    }

    private void noLongerDamaged(TopicPartition partition) {
        if (partitions.remove(partition) != null) {
            tell();
        }
    }

    private void tell() {
        Stream<String> damaged =
                partitions.entrySet().stream()
                        .map(entry -> sentence(entry.getKey(), entry.getValue()));
        Stream<String> without =
                leaderless.stream().map(p -> "partition " + p + " has no leader among the brokers");
        health.unreadable(
                Stream.concat(damaged, without).sorted().collect(Collectors.joining("; ")));
    }

    private String sentence(TopicPartition partition, Unreadable unreadable) {
        return "partition %s, %s (other partitions are read; to step over it: mp.messaging.incoming.%s.step-over=%s@%d)"
                .formatted(partition, unreadable.reason, channel, partition, unreadable.offset);
    }

    /** The partition that an exception is about, of those that are being read. */
    static Optional<TopicPartition> partition(KafkaException e, Set<TopicPartition> assigned) {
        if (e instanceof RecordDeserializationException record) {
            return Optional.of(record.topicPartition());
        }
        Matcher named = PARTITION.matcher(String.valueOf(e.getMessage()));
        return named.find()
                ? assigned.stream().filter(p -> p.toString().equals(named.group(1))).findFirst()
                : Optional.empty();
    }

    private static Throwable rootOf(Throwable e) {
        return e.getCause() == null ? e : rootOf(e.getCause());
    }
}
