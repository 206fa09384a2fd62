package io.usersummary.processor;

import io.usersummary.rate.LogThrottle;
import io.usersummary.summary.SummaryTable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Users whose summary the output topic does not take, and the partitions whose offsets wait for
 * them. Everything else goes on: other summaries are published, other partitions committed. The
 * users stay unconfirmed in the table, so that they are tried again with every round of repairs;
 * once one is written, here or by another instance, its partitions are free.
 *
 * <p>What is remembered is bounded by users and partitions. A summary is too large because of a
 * long userId, and of those the partitions are known event by event. For a shorter one, where a
 * topic takes next to nothing, every partition waits from its batch on. Thread-safe.
 */
final class RejectedSummaries {

    private static final Logger LOG = Logger.getLogger(RejectedSummaries.class);
    private static final Duration LOG_EVERY = Duration.ofSeconds(10);

    /** What the topic says to a user's summary. */
    record Refusal(String topic, int bytes, String reason) {}

    private record Undecided(long batch, LongUserIds userIds) {}

    /** What waits for one user: these partitions, each from a batch on, or all of them. */
    private static final class Held {
        private final Map<TopicPartition, Long> sinceBatch = new HashMap<>();
        private long allSinceBatch = Long.MAX_VALUE;
        private Refusal refusal;

        boolean holds(TopicPartition partition, long batch) {
            return batch >= Math.min(allSinceBatch, sinceBatch.getOrDefault(partition, MAX));
        }
    }

    private static final Long MAX = Long.MAX_VALUE;

    private final SummaryTable table;
    private final LogThrottle throttle = new LogThrottle(LOG_EVERY);
    private final Map<ByteBuffer, Held> users = new HashMap<>();
    private final Queue<Undecided> undecided = new ArrayDeque<>();
    private volatile boolean none = true;
    private volatile boolean allDecided = true;

    RejectedSummaries(SummaryTable table) {
        this.table = table;
    }

    /**
     * A batch was closed: events of long userIds in it may turn out to wait for a refused summary.
     */
    void closed(SummaryBatch batch) {
        if (batch.longUserIds().isEmpty()) {
            return;
        }
        Undecided closed = new Undecided(batch.number(), batch.longUserIds());
        synchronized (this) {
            undecided.add(closed);
            allDecided = false;
            users.forEach((user, held) -> hold(user, held, closed));
        }
    }

    /** All batches up to this one are decided: each of their summaries was written or refused. */
    void decided(long throughBatch) {
        if (allDecided) {
            return;
        }
        synchronized (this) {
            undecided.removeIf(closed -> closed.batch <= throughBatch);
            allDecided = undecided.isEmpty();
        }
    }

    /**
     * A summary was refused.
     *
     * @param batch the number of its batch
     */
    void refused(long batch, ProducerRecord<byte[], byte[]> record, Exception refusal) {
        ByteBuffer user = ByteBuffer.wrap(record.key());
        int bytes = record.key().length + record.value().length;
        synchronized (this) {
            none = false;
            Held held = users.computeIfAbsent(user, unknown -> new Held());
            held.refusal = new Refusal(record.topic(), bytes, refusal.getMessage());
            if (user.remaining() < LongUserIds.BYTES) {
                held.allSinceBatch = Math.min(held.allSinceBatch, batch);
            } else {
                undecided.forEach(closed -> hold(user, held, closed));
            }
        }
        if (throttle.allows()) {
            LOG.warnf(
                    "Topic %s refuses a summary of %,d bytes; it is tried again until it is taken,"
                            + " and the offsets of its events wait: %s The user is %s",
                    record.topic(),
                    bytes,
                    refusal.getMessage(),
                    BatchLog.printable(new String(record.key(), StandardCharsets.UTF_8)));
        }
    }

    private static void hold(ByteBuffer user, Held held, Undecided closed) {
        closed.userIds
                .partitions(user)
                .forEach(partition -> held.sinceBatch.merge(partition, closed.batch, Math::min));
    }

    /** These users' summaries were written. */
    synchronized void release(List<byte[]> userIds) {
        userIds.forEach(userId -> users.remove(ByteBuffer.wrap(userId)));
        recheck();
    }

    /**
     * Nobody waits for a user who was forgotten, nor for one whose newest record says all that the
     * table knows: with several instances another one may have written it.
     */
    synchronized void recheck() {
        users.keySet().removeIf(user -> !table.isUnconfirmed(user.array()));
        none = users.isEmpty();
    }

    /** Whether no summary is refused. */
    boolean isEmpty() {
        return none;
    }

    /** Whether an event of this partition, in this batch, waits for a summary that is refused. */
    synchronized boolean holds(TopicPartition partition, long batch) {
        return users.values().stream().anyMatch(held -> held.holds(partition, batch));
    }

    /** One refusal of those there are. */
    synchronized Optional<Refusal> any() {
        recheck();
        return users.values().stream().map(held -> held.refusal).findAny();
    }

    /** How many users are refused. */
    synchronized int size() {
        return users.size();
    }
}
