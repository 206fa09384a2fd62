package io.usersummary.processor;

import io.usersummary.json.Span;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The long userIds in a batch, and the partitions that their events came from: what is waited for
 * if the output topic refuses such a summary. Used by one thread until the batch is closed, and not
 * changed after that.
 */
final class LongUserIds {

    /** From so many bytes on a userId is long. */
    static final int BYTES = 256;

    /** A batch without any. */
    static final LongUserIds NONE = new LongUserIds();

    /** What one of them takes besides its bytes. */
    private static final int ID_BYTES = 300;

    private final Map<ByteBuffer, Set<TopicPartition>> partitions = new HashMap<>(0);
    private long bytes;

    void add(Span userId, TopicPartition partition) {
        byte[] copy = userId.copy();
        partitions
                .computeIfAbsent(
                        ByteBuffer.wrap(copy),
                        id -> {
                            bytes += ID_BYTES + copy.length;
                            return new HashSet<>(2);
                        })
                .add(partition);
    }

    /** About how many bytes of memory they take. */
    long bytes() {
        return bytes;
    }

    /** The partitions that the batch has events of this user of. */
    Set<TopicPartition> partitions(ByteBuffer userId) {
        return partitions.getOrDefault(userId, Set.of());
    }

    boolean isEmpty() {
        return partitions.isEmpty();
    }
}
