package io.usersummary.state;

import io.usersummary.json.UnreadableException;
import io.usersummary.summary.SummaryReader;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Tells whoever follows a user of every record that {@code output_topic} gets of it, none left out.
 * While nobody follows anybody, a poll costs one look at an empty map.
 */
@Singleton
public class UserChanges {

    /**
     * What one record of {@code output_topic} says of a user; times in epoch seconds, null when the
     * user was forgotten.
     */
    public record Change(String userId, Long firstSeen, Long lastSeen, int partition, long offset) {

        /** Whether the record is a tombstone. */
        public boolean isForgotten() {
            return firstSeen == null;
        }
    }

    private final Map<ByteBuffer, List<Consumer<Change>>> followers = new ConcurrentHashMap<>();
    private final SummaryReader reader = new SummaryReader();

    /**
     * Follows users until the returned action is run.
     *
     * @param follower called on the thread that polls: to return at once
     */
    public Runnable follow(Collection<String> userIds, Consumer<Change> follower) {
        List<ByteBuffer> keys = userIds.stream().map(UserChanges::key).distinct().toList();
        keys.forEach(
                key ->
                        followers.compute(
                                key,
                                (same, all) -> {
                                    List<Consumer<Change>> more =
                                            all == null ? new CopyOnWriteArrayList<>() : all;
                                    more.add(follower);
                                    return more;
                                }));
        return () -> keys.forEach(key -> leave(key, follower));
    }

    private void leave(ByteBuffer key, Consumer<Change> follower) {
        followers.computeIfPresent(
                key,
                (same, all) -> {
                    all.remove(follower);
                    return all.isEmpty() ? null : all;
                });
    }

    private static ByteBuffer key(String userId) {
        return ByteBuffer.wrap(userId.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Tells of the records of a poll, by the thread that polls. They are in the table already: who
     * began to follow too late for them finds them there.
     */
    void tell(ConsumerRecords<ByteBuffer, ByteBuffer> poll) {
        if (followers.isEmpty()) {
            return;
        }
        for (ConsumerRecord<ByteBuffer, ByteBuffer> record : poll) {
            if (record.key() != null && followers.containsKey(record.key())) {
                changeOf(record).ifPresent(this::tell);
            }
        }
    }

    /** Tells of one change. */
    public void tell(Change change) {
        followers
                .getOrDefault(key(change.userId()), List.of())
                .forEach(follower -> follower.accept(change));
    }

    private Optional<Change> changeOf(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        String userId = StandardCharsets.UTF_8.decode(record.key().duplicate()).toString();
        ByteBuffer value = record.value();
        if (value == null) {
            return Optional.of(new Change(userId, null, null, record.partition(), record.offset()));
        }
        try {
            reader.read(value.array(), value.arrayOffset() + value.position(), value.remaining());
        } catch (UnreadableException e) {
            return Optional.empty();
        }
        return Optional.of(
                new Change(
                        userId,
                        reader.firstSeen(),
                        reader.lastSeen(),
                        record.partition(),
                        record.offset()));
    }
}
