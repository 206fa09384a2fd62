package io.usersummary.connector;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads as a member of a consumer group and commits what was acknowledged: every so often, before
 * partitions go to another member, and at the end.
 */
final class GroupSubscription implements Subscription, ConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(GroupSubscription.class);
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(5);

    private final OffsetTracker tracker = new OffsetTracker();
    private final String topic;
    private final long commitIntervalNanos;
    private long lastCommit = System.nanoTime();
    private boolean committing;
    private Consumer<ByteBuffer, ByteBuffer> consumer;

    GroupSubscription(String topic, Duration commitInterval) {
        this.topic = topic;
        this.commitIntervalNanos = commitInterval.toNanos();
    }

    @Override
    public void begin(Consumer<ByteBuffer, ByteBuffer> consumer) {
        this.consumer = consumer;
        consumer.subscribe(List.of(topic), this);
    }

    @Override
    public void betweenPolls(Consumer<ByteBuffer, ByteBuffer> consumer) {
        long now = System.nanoTime();
        if (committing || now - lastCommit < commitIntervalNanos) {
            return;
        }
        lastCommit = now;
        Map<TopicPartition, OffsetAndMetadata> offsets = tracker.toCommit();
        if (!offsets.isEmpty()) {
            committing = true;
            consumer.commitAsync(offsets, this::committed);
        }
    }

    /** What failed to be committed now is tried again with what comes next. */
    private void committed(Map<TopicPartition, OffsetAndMetadata> offsets, Exception failure) {
        committing = false;
        if (failure == null) {
            tracker.committed(offsets);
        } else {
            LOG.debugf("Offsets not committed yet: %s", failure.getMessage());
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        tracker.assigned(partitions);
        if (!partitions.isEmpty()) {
            LOG.infof("Reading %s", partitions);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            LOG.infof("Giving back %s", partitions);
            commitNow(consumer, COMMIT_TIMEOUT);
            tracker.drop(partitions);
        }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        LOG.warnf("Lost %s: this instance was taken for dead", partitions);
        tracker.drop(partitions);
    }

    private void commitNow(Consumer<ByteBuffer, ByteBuffer> consumer, Duration timeout) {
        Map<TopicPartition, OffsetAndMetadata> offsets = tracker.toCommit();
        if (offsets.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(offsets, timeout);
            tracker.committed(offsets);
        } catch (KafkaException e) {
            LOG.warnf(
                    "Offsets could not be committed (%s): the events since the last commit will"
                            + " be read again, which changes nothing in the table",
                    e.getMessage());
        }
    }

    @Override
    public OffsetTracker tracker() {
        return tracker;
    }

    @Override
    public void end(Consumer<ByteBuffer, ByteBuffer> consumer, Duration timeout) {
        commitNow(consumer, timeout);
    }
}
