package io.usersummary.connector;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Chooses where to read a partition whose offset is of no use: what can still be read is read, and
 * what is gone is said. Only a group without any offset may begin at the end.
 */
final class Repositioning {

    private static final Logger LOG = Logger.getLogger(Repositioning.class);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    private final OffsetReset reset;
    private final OffsetTracker tracker;
    private final ChannelHealth health;

    /** Whether there was a position before: then the group is not a new one any more. */
    private boolean begun;

    Repositioning(OffsetReset reset, OffsetTracker tracker, ChannelHealth health) {
        this.reset = reset;
        this.tracker = tracker;
        this.health = health;
    }

    /** Leaves nothing of what is known of partitions of a topic that was deleted and made again. */
    void recreated(Collection<TopicPartition> topic) {
        if (!topic.isEmpty()) {
            LOG.warnf(
                    "The topic of %s was deleted and made again: reading it from its beginning."
                            + " What was not read of the former one is gone",
                    topic);
        }
        topic.forEach(tracker::restarted);
        begun = true;
    }

    /**
     * @throws org.apache.kafka.common.KafkaException if the broker does not answer; to be tried
     *     again, which the next poll leads to
     */
    void reposition(Consumer<ByteBuffer, ByteBuffer> consumer, InvalidOffsetException reason) {
        if (reason instanceof LogTruncationException truncation) {
            truncated(consumer, truncation);
        } else if (reason instanceof OffsetOutOfRangeException outOfRange) {
            outOfRange(consumer, outOfRange.offsetOutOfRangePartitions());
        } else if (reason instanceof NoOffsetForPartitionException none) {
            withoutOffset(consumer, none.partitions());
        } else {
            throw reason;
        }
        begun = true;
    }

    private void withoutOffset(
            Consumer<ByteBuffer, ByteBuffer> consumer, Set<TopicPartition> partitions) {
        if (reset == OffsetReset.EARLIEST || begun || hasAnyOffset(consumer)) {
            seekToBeginning(consumer, partitions);
            return;
        }
        consumer.endOffsets(partitions, REQUEST_TIMEOUT)
                .forEach(
                        (partition, end) -> {
                            LOG.warnf(
                                    "The group has no offset of %s and begins at its end, %d, as"
                                            + " auto.offset.reset=latest says: what was written"
                                            + " before is never read",
                                    partition, end);
                            consumer.seek(partition, end);
                            tracker.begun(partition, end);
                        });
    }

    /** A partition that was added to a topic makes no new group of one that reads it. */
    private static boolean hasAnyOffset(Consumer<ByteBuffer, ByteBuffer> consumer) {
        return consumer.committed(consumer.assignment(), REQUEST_TIMEOUT).values().stream()
                .anyMatch(Objects::nonNull);
    }

    private void outOfRange(
            Consumer<ByteBuffer, ByteBuffer> consumer, Map<TopicPartition, Long> positions) {
        consumer.beginningOffsets(positions.keySet(), REQUEST_TIMEOUT)
                .forEach(
                        (partition, begin) -> {
                            long position = positions.get(partition);
                            if (position < begin) {
                                health.lost(partition, position, begin);
                            } else {
                                LOG.warnf(
                                        "%s ends before offset %d, up to which it was read: it was"
                                                + " truncated or made again. Reading it from its"
                                                + " beginning, %d",
                                        partition, position, begin);
                            }
                            seek(consumer, partition, begin);
                        });
    }

    /** What lies before the divergence is what was read. */
    private void truncated(
            Consumer<ByteBuffer, ByteBuffer> consumer, LogTruncationException truncation) {
        truncation
                .offsetOutOfRangePartitions()
                .forEach(
                        (partition, position) -> {
                            OffsetAndMetadata divergence =
                                    truncation.divergentOffsets().get(partition);
                            LOG.warnf(
                                    "%s was read up to offset %d and then truncated by its leader;"
                                            + " reading it again from %s",
                                    partition,
                                    position,
                                    divergence == null ? "its beginning" : divergence.offset());
                            if (divergence == null) {
                                seekToBeginning(consumer, Set.of(partition));
                            } else {
                                tracker.restarted(partition);
                                consumer.seek(partition, divergence);
                            }
                        });
    }

    private void seek(
            Consumer<ByteBuffer, ByteBuffer> consumer, TopicPartition partition, long offset) {
        tracker.restarted(partition);
        consumer.seek(partition, offset);
    }

    private void seekToBeginning(
            Consumer<ByteBuffer, ByteBuffer> consumer, Collection<TopicPartition> partitions) {
        partitions.forEach(tracker::restarted);
        consumer.seekToBeginning(partitions);
    }
}
