package io.usersummary.connector;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Reads a whole topic from its beginning, all partitions, without a group and without commits: the
 * way to read a table. Partitions that are added later are found within half a minute.
 */
final class WholeTopicAssignment implements Subscription {

    private static final Duration LOOK_FOR_PARTITIONS = Duration.ofSeconds(30);

    /** Knows of no partition: nothing is committed, so there is nothing to keep track of. */
    private final OffsetTracker tracker = new OffsetTracker();

    private final String topic;
    private long lastLook;

    WholeTopicAssignment(String topic) {
        this.topic = topic;
    }

    @Override
    public void begin(Consumer<ByteBuffer, ByteBuffer> consumer) {
        look(consumer);
    }

    @Override
    public void betweenPolls(Consumer<ByteBuffer, ByteBuffer> consumer) {
        if (System.nanoTime() - lastLook > LOOK_FOR_PARTITIONS.toNanos()) {
            look(consumer);
        }
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
        }
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
