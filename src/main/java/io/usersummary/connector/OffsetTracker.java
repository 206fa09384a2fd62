package io.usersummary.connector;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Knows, for each partition that a consumer holds, how far it was emitted, how far all of that was
 * acknowledged, and how far that was committed. Thread-safe.
 */
final class OffsetTracker {

    /** One partition from one starting point on; what comes after a new start has another one. */
    private static final class Progress {
        private long emitted = -1;
        private long acknowledged = -1;
        private Optional<Integer> leaderEpoch = Optional.empty();
        private long committed = -1;
    }

    private final Map<TopicPartition, Progress> partitions = new HashMap<>();

    /** Begins with these partitions; those that are known already go on. */
    synchronized void assigned(Collection<TopicPartition> added) {
        added.forEach(partition -> partitions.putIfAbsent(partition, new Progress()));
    }

    /**
     * Begins anew with a partition that is read from another place, be it further back:
     * acknowledgements of what was polled before have no effect any more.
     */
    synchronized void restarted(TopicPartition partition) {
        partitions.replace(partition, new Progress());
    }

    /** Notes where a partition is read from, as if everything before it were done with. */
    synchronized void begun(TopicPartition partition, long offset) {
        Progress progress = new Progress();
        progress.acknowledged = offset;
        partitions.replace(partition, progress);
    }

    /**
     * Notes that a poll has come.
     *
     * @param next the offset to be read next in each partition
     */
    synchronized Polled polled(Map<TopicPartition, OffsetAndMetadata> next) {
        Map<TopicPartition, Progress> moved = new HashMap<>();
        next.keySet()
                .forEach(
                        partition -> {
                            Progress progress = partitions.get(partition);
                            if (progress != null) {
                                moved.put(partition, progress);
                            }
                        });
        return new Polled(moved, next);
    }

    /** What is acknowledged but not committed yet. */
    synchronized Map<TopicPartition, OffsetAndMetadata> toCommit(String metadata) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        partitions.forEach(
                (partition, progress) -> {
                    if (progress.acknowledged > progress.committed) {
                        offsets.put(
                                partition,
                                new OffsetAndMetadata(
                                        progress.acknowledged, progress.leaderEpoch, metadata));
                    }
                });
        return offsets;
    }

    synchronized void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach(
                (partition, offset) -> {
                    Progress progress = partitions.get(partition);
                    if (progress != null && offset.offset() <= progress.acknowledged) {
                        progress.committed = Math.max(progress.committed, offset.offset());
                    }
                });
    }

    synchronized void drop(Collection<TopicPartition> gone) {
        partitions.keySet().removeAll(gone);
    }

    synchronized void dropAll() {
        partitions.clear();
    }

    /** Whether everything that was emitted has been acknowledged. */
    synchronized boolean settled() {
        return partitions.values().stream().allMatch(p -> p.acknowledged >= p.emitted);
    }

    /** Whether everything that was emitted has been committed. */
    synchronized boolean isCommitted() {
        return partitions.values().stream().allMatch(p -> p.committed >= p.emitted);
    }

    /**
     * The offsets of one poll. What becomes of a partition that was given away or restarted in the
     * meantime is no matter any more: it is read again.
     */
    final class Polled {
        private final Map<TopicPartition, Progress> moved;
        private final Map<TopicPartition, OffsetAndMetadata> next;

        private Polled(
                Map<TopicPartition, Progress> moved, Map<TopicPartition, OffsetAndMetadata> next) {
            this.moved = moved;
            this.next = next;
        }

        void emitted() {
            synchronized (OffsetTracker.this) {
                moved.forEach(
                        (partition, progress) -> progress.emitted = next.get(partition).offset());
            }
        }

        /** Notes that the whole poll is done with. */
        void acknowledged() {
            next.forEach(
                    (partition, end) -> acknowledged(partition, end.offset(), end.leaderEpoch()));
        }

        /** Notes that everything before these offsets is done with. */
        void acknowledged(Map<TopicPartition, Long> offsets) {
            offsets.forEach(
                    (partition, offset) -> {
                        OffsetAndMetadata end = next.get(partition);
                        boolean whole = end != null && end.offset() == offset;
                        acknowledged(
                                partition, offset, whole ? end.leaderEpoch() : Optional.empty());
                    });
        }

        private void acknowledged(
                TopicPartition partition, long offset, Optional<Integer> leaderEpoch) {
            synchronized (OffsetTracker.this) {
                Progress progress = moved.get(partition);
                if (progress != null && offset > progress.acknowledged) {
                    progress.acknowledged = offset;
                    progress.leaderEpoch = leaderEpoch;
                }
            }
        }
    }
}
