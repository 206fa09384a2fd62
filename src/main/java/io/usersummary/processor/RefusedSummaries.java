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
 * once one is written, its partitions are free.
 *
 * <p>What is remembered is bounded by users and partitions. A summary is too large because of a
 * long userId, and of those the partitions are known event by event; of a shorter one, where a
 * topic takes next to nothing, every partition of its batch and of those since waits. Thread-safe.
 */
final class RefusedSummaries {

    private static final Logger LOG = Logger.getLogger(RefusedSummaries.class);
    private static final Duration LOG_EVERY = Duration.ofSeconds(10);

    /** What the topic says to a user's summary. */
    record Refusal(String topic, int bytes, String reason) {}

    private record Closed(long batch, Partitions partitions) {}

    private static final class Held {
        private final Map<TopicPartition, Long> sinceBatch = new HashMap<>();
        private Refusal refusal;
    }

    private final SummaryTable table;
    private final LogThrottle throttle = new LogThrottle(LOG_EVERY);
    private final Map<ByteBuffer, Held> users = new HashMap<>();
    private final Queue<Closed> undecided = new ArrayDeque<>();

    RefusedSummaries(SummaryTable table) {
        this.table = table;
    }

    /** A batch was closed: events in it may turn out to wait for a summary that is refused. */
    synchronized void closed(long batch, Partitions partitions) {
        Closed closed = new Closed(batch, partitions);
        undecided.add(closed);
        if (!users.isEmpty()) {
            users.forEach((user, held) -> hold(user, held, closed));
        }
    }

    /** All batches up to this one are decided: each of their summaries was written or refused. */
    synchronized void decided(long throughBatch) {
        while (!undecided.isEmpty() && undecided.peek().batch <= throughBatch) {
            undecided.remove();
        }
    }

    /** A summary was refused. */
    void refused(ProducerRecord<byte[], byte[]> record, Exception refusal) {
        ByteBuffer user = ByteBuffer.wrap(record.key());
        int bytes = record.key().length + record.value().length;
        synchronized (this) {
            Held held = users.computeIfAbsent(user, unknown -> new Held());
            held.refusal = new Refusal(record.topic(), bytes, refusal.getMessage());
            undecided.forEach(closed -> hold(user, held, closed));
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

    private static void hold(ByteBuffer user, Held held, Closed closed) {
        closed.partitions
                .of(user)
                .forEach(partition -> held.sinceBatch.merge(partition, closed.batch, Math::min));
    }

    /** These users' summaries were written. */
    synchronized void release(List<byte[]> userIds) {
        userIds.forEach(userId -> users.remove(ByteBuffer.wrap(userId)));
        forget();
    }

    /** Nobody waits for a user who was forgotten. */
    private void forget() {
        users.keySet().removeIf(user -> table.find(user.array()) == null);
    }

    /** Whether no summary is refused. */
    synchronized boolean isEmpty() {
        return users.isEmpty();
    }

    /** Whether an event of this partition, in this batch, waits for a summary that is refused. */
    synchronized boolean holds(TopicPartition partition, long batch) {
        for (Held held : users.values()) {
            Long since = held.sinceBatch.get(partition);
            if (since != null && since <= batch) {
                return true;
            }
        }
        return false;
    }

    /** One refusal of those there are. */
    synchronized Optional<Refusal> any() {
        forget();
        return users.values().stream().map(held -> held.refusal).findAny();
    }

    /** How many users are refused. */
    synchronized int size() {
        return users.size();
    }
}
