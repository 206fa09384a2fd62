package io.usersummary.connector;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Reads a whole topic from its beginning, all partitions, without a group and without commits: the
 * way to read a table. Partitions that are added later are found within half a minute.
 */
final class WholeTopicAssignment implements Subscription {

    private static final Duration LOOK_FOR_PARTITIONS = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration POSITION_TIMEOUT = Duration.ofMillis(100);

    /** Knows of no partition: nothing is committed, so there is nothing to keep track of. */
    private final OffsetTracker tracker = new OffsetTracker();

    private final String topic;
    private final Repositioning repositioning;

    /** Partitions whose position is not told yet: there may be no record to tell it. */
    private final Set<TopicPartition> untold = new HashSet<>();

    private long lastLook;

    WholeTopicAssignment(String topic, ChannelHealth health) {
        this.topic = topic;
        this.repositioning = new Repositioning(OffsetReset.EARLIEST, tracker, health);
    }

    @Override
    public void begin(Consumer<ByteBuffer, ByteBuffer> consumer) {
        look(consumer);
    }

    @Override
    public void betweenPolls(Consumer<ByteBuffer, ByteBuffer> consumer, boolean quiet) {
        if (System.nanoTime() - lastLook > LOOK_FOR_PARTITIONS.toNanos()) {
            look(consumer);
        }
    }

    @Override
    public boolean needsNewClient() {
        return false;
    }

    private void look(Consumer<ByteBuffer, ByteBuffer> consumer) {
        List<TopicPartition> found = new ArrayList<>();
        for (PartitionInfo partition : consumer.partitionsFor(topic)) {
            found.add(new TopicPartition(topic, partition.partition()));
        }
        if (found.isEmpty() && consumer.assignment().isEmpty()) {
            throw new UnknownTopicOrPartitionException(
                    "topic " + topic + " is not known to the broker (yet)");
        }
        lastLook = System.nanoTime();
        List<TopicPartition> added = new ArrayList<>(found);
        added.removeAll(consumer.assignment());
        if (!added.isEmpty()) {
            consumer.assign(found);
            consumer.seekToBeginning(added);
            untold.addAll(added);
        }
    }

    @Override
    public void reposition(
            Consumer<ByteBuffer, ByteBuffer> consumer, InvalidOffsetException reason) {
        repositioning.reposition(consumer, reason);
        untold.addAll(reason.partitions());
        if (reason instanceof OffsetOutOfRangeException) {
            readAgain(consumer);
        }
    }

    /**
     * The topic is not what was read: records of it are lost. Whoever keeps the table has to see
     * what is left; positions that go back say so, before any record does.
     */
    private void readAgain(Consumer<ByteBuffer, ByteBuffer> consumer) {
        consumer.beginningOffsets(consumer.assignment(), ANSWER).forEach(consumer::seek);
        untold.addAll(consumer.assignment());
    }

    /** Where a partition begins that may have been emptied: nothing else would ever say so. */
    @Override
    public Map<TopicPartition, OffsetAndMetadata> moved(Consumer<ByteBuffer, ByteBuffer> consumer) {
        Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
        for (TopicPartition partition : untold) {
            try {
                long position = consumer.position(partition, POSITION_TIMEOUT);
                moved.put(partition, new OffsetAndMetadata(position));
            } catch (TimeoutException e) {
                break;
            }
        }
        untold.removeAll(moved.keySet());
        return moved;
    }

    @Override
    public boolean isEstablished(Consumer<ByteBuffer, ByteBuffer> consumer) {
        return true;
    }

    @Override
    public String wanted() {
        return "the partitions of topic " + topic;
    }

    @Override
    public OffsetTracker tracker() {
        return tracker;
    }

    @Override
    public void end(Consumer<ByteBuffer, ByteBuffer> consumer, Duration timeout) {
        // Nothing is committed.
    }
}
