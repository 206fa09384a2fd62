package io.usersummary.state;

import io.smallrye.common.annotation.NonBlocking;
import io.usersummary.connector.Buffers;
import io.usersummary.json.Span;
import io.usersummary.json.UnreadableException;
import io.usersummary.summary.Intervals;
import io.usersummary.summary.SummaryReader;
import io.usersummary.summary.SummaryTable;
import io.usersummary.summary.Walk;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Follows {@code output_topic}, from its beginning and for ever: first what earlier processes left,
 * then what this one and others publish. All of it is joined into the table. Where the topic loses
 * records that were followed already, it is read again from its beginning, so that who is missing
 * there is found.
 */
@ApplicationScoped
class PublishedSummaries {

    private static final Logger LOG = Logger.getLogger(PublishedSummaries.class);

    private static final int PLACES_PER_PART = 10_000;

    private final SummaryTable table;
    private final StateMetrics metrics;
    private final PublishedSampler sampler;
    private final UserChanges changes;
    private final SummaryReader reader = new SummaryReader();
    private final Intervals block = new Intervals(Integer.MAX_VALUE);
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private boolean warned;

    PublishedSummaries(
            SummaryTable table,
            StateMetrics metrics,
            PublishedSampler sampler,
            UserChanges changes) {
        this.table = table;
        this.metrics = metrics;
        this.sampler = sampler;
        this.changes = changes;
    }

    /**
     * Joins what was published: a large poll on a thread of the channel's own, while the next ones
     * are being fetched; a small one on the thread that polls.
     */
    @Incoming("published-summaries")
    @NonBlocking
    public void follow(ConsumerRecords<ByteBuffer, ByteBuffer> poll) {
        if (goesBack(poll)) {
            expectAllAgain();
        }
        sampler.begin(poll.count());
        for (ConsumerRecord<ByteBuffer, ByteBuffer> record : poll) {
            follow(record);
        }
        join();
        changes.tell(poll);
        synchronized (positions) {
            poll.nextOffsets()
                    .forEach((partition, next) -> positions.put(partition, next.offset()));
            positions.notifyAll();
        }
        sampler.end();
    }

    /** Whether the topic is read again from further back, because it has lost records. */
    private boolean goesBack(ConsumerRecords<ByteBuffer, ByteBuffer> poll) {
        boolean back = false;
        synchronized (positions) {
            for (var next : poll.nextOffsets().entrySet()) {
                Long known = positions.get(next.getKey());
                if (known != null && next.getValue().offset() < known) {
                    positions.put(next.getKey(), next.getValue().offset());
                    back = true;
                }
            }
        }
        return back;
    }

    /** What is not in the topic any more is not confirmed by it, and so will be repaired. */
    private void expectAllAgain() {
        LOG.warn(
                "The topic of the table has lost records: reading it again, to publish again what"
                        + " is missing there");
        for (Walk walk = Walk.inPartsOf(PLACES_PER_PART); !walk.isOver(); ) {
            table.expectAll(walk);
        }
    }

    private void follow(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        ByteBuffer key = record.key();
        ByteBuffer value = record.value();
        try {
            if (key == null) {
                throw new UnreadableException("no key");
            }
            if (value == null) {
                join();
                table.forget(Buffers.copy(key));
                return;
            }
            reader.read(value.array(), value.arrayOffset() + value.position(), value.remaining());
            Span userId = reader.userId();
            if (!isKey(userId, key)) {
                throw new UnreadableException("key and userId differ");
            }
            add(userId);
            sampler.add(userId, reader.firstSeen(), reader.lastSeen());
        } catch (UnreadableException e) {
            metrics.unreadable();
            warn(record, e);
        }
    }

    private void add(Span userId) {
        if (block.isLarge()) {
            join();
        }
        block.add(
                userId.bytes(),
                userId.offset(),
                userId.length(),
                reader.firstSeen(),
                reader.lastSeen());
    }

    private void join() {
        table.joinPublished(block);
        block.clear();
    }

    private static boolean isKey(Span userId, ByteBuffer key) {
        int from = key.arrayOffset() + key.position();
        return Arrays.equals(
                userId.bytes(),
                userId.offset(),
                userId.offset() + userId.length(),
                key.array(),
                from,
                from + key.remaining());
    }

    private void warn(ConsumerRecord<ByteBuffer, ByteBuffer> record, UnreadableException e) {
        if (!warned) {
            warned = true;
            LOG.warnf(
                    "Skipped a record of %s that is no summary (partition %d, offset %d: %s)."
                            + " Further ones are only counted: user_summary_unreadable_total",
                    record.topic(), record.partition(), record.offset(), e.getMessage());
        }
    }

    /** How far each partition was followed: the offset to be read next. */
    Map<TopicPartition, Long> positions() {
        synchronized (positions) {
            return new HashMap<>(positions);
        }
    }

    /**
     * Waits until everything before these offsets was followed.
     *
     * @param patience how long to wait at most
     * @return false if the time ran out
     */
    boolean awaitReached(Map<TopicPartition, Long> offsets, Duration patience)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (positions) {
            while (!reached(offsets)) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                positions.wait(left);
            }
            return true;
        }
    }

    private boolean reached(Map<TopicPartition, Long> offsets) {
        return offsets.entrySet().stream()
                .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }
}
