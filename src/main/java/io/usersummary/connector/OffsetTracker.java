package io.usersummary.connector;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Knows, for each partition that a consumer holds, how far it was emitted, how far all of that was
 * acknowledged, and how far that was committed. Thread-safe.
 */
final class OffsetTracker {

    private static final class Progress {
        private long emitted = -1;
        private long acknowledged = -1;
        private long committed = -1;
    }

    private final Map<TopicPartition, Progress> partitions = new HashMap<>();

    synchronized void assigned(Collection<TopicPartition> added) {
        added.forEach(partition -> partitions.putIfAbsent(partition, new Progress()));
    }

    synchronized void emitted(Map<TopicPartition, Long> next) {
        next.forEach(
                (partition, offset) -> {
                    Progress progress = partitions.get(partition);
                    if (progress != null) {
                        progress.emitted = offset;
                    }
                });
    }

    /**
     * Notes that everything before these offsets is done with. A partition that was given away in
     * the meantime is left alone: its new owner reads it again.
     */
    synchronized void acknowledged(Map<TopicPartition, Long> next) {
        next.forEach(
                (partition, offset) -> {
                    Progress progress = partitions.get(partition);
                    if (progress != null) {
                        progress.acknowledged = Math.max(progress.acknowledged, offset);
                    }
                });
    }

    /** What is acknowledged but not committed yet. */
    synchronized Map<TopicPartition, OffsetAndMetadata> toCommit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        partitions.forEach(
                (partition, progress) -> {
                    if (progress.acknowledged > progress.committed) {
                        offsets.put(partition, new OffsetAndMetadata(progress.acknowledged));
                    }
                });
        return offsets;
    }

    synchronized void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach(
                (partition, offset) -> {
                    Progress progress = partitions.get(partition);
                    if (progress != null) {
                        progress.committed = Math.max(progress.committed, offset.offset());
                    }
                });
    }

    synchronized void drop(Collection<TopicPartition> gone) {
        partitions.keySet().removeAll(gone);
    }

    /** Whether everything that was emitted has been acknowledged. */
    synchronized boolean settled() {
        return partitions.values().stream().allMatch(p -> p.acknowledged >= p.emitted);
    }
}
