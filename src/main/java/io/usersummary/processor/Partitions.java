package io.usersummary.processor;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Which partitions the events of a batch came from: all of them, and those of each long userId.
 * Used by one thread until the batch is closed, and not changed after that.
 */
final class Partitions {

    /** From so many bytes on a userId's partitions are noted by themselves. */
    static final int LONG_USER_ID = 256;

    private final Set<TopicPartition> others = new HashSet<>(0);
    private TopicPartition last;
    private Map<ByteBuffer, Set<TopicPartition>> ofLongUserIds = Map.of();

    /** Events of this partition come next. */
    void next(TopicPartition partition) {
        if (last != null && last != partition) {
            others.add(last);
        }
        last = partition;
    }

    /** An event of such a user came from the partition that was named last. */
    void addLongUserId(byte[] bytes, int offset, int length) {
        if (ofLongUserIds.isEmpty()) {
            ofLongUserIds = new HashMap<>();
        }
        ByteBuffer userId = ByteBuffer.wrap(Arrays.copyOfRange(bytes, offset, offset + length));
        ofLongUserIds.computeIfAbsent(userId, id -> new HashSet<>(2)).add(last);
    }

    /** All partitions that the batch has events of. */
    Set<TopicPartition> all() {
        Set<TopicPartition> all = new HashSet<>(others);
        if (last != null) {
            all.add(last);
        }
        return all;
    }

    /** Those that it has events of this user of: for a short userId all of them, to be safe. */
    Set<TopicPartition> of(ByteBuffer userId) {
        return userId.remaining() < LONG_USER_ID
                ? all()
                : ofLongUserIds.getOrDefault(userId, Set.of());
    }
}
