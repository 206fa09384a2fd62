package io.usersummary.processor;

import io.usersummary.json.Span;
import io.usersummary.summary.Intervals;
import io.usersummary.summary.Summary;
import io.usersummary.summary.SummaryTable;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * A bounded batch of events, or several that leave as one. A small one holds its events until they
 * are grouped by userId; of a large one the events are joined into the table block by block as they
 * come, so that what it takes in memory is its users, not its events. Used by one thread at a time;
 * its number may be asked for by any.
 */
final class EventBatch {

    /** The number of a batch that is not grouped yet: later than any other. */
    static final long OPEN = Long.MAX_VALUE;

    private final SummaryTable table;
    private final Intervals block;
    private volatile long number = OPEN;
    private LongUserIds longUserIds = LongUserIds.NONE;
    private BatchTraces traces = BatchTraces.NONE;
    private int events;
    private long firstAppended;
    private long oldestAppended = Long.MAX_VALUE;
    private long closedAt;

    /**
     * An open batch without events.
     *
     * @param block lent to hold the events, until they are grouped
     */
    EventBatch(SummaryTable table, Intervals block) {
        this.table = table;
        this.block = block;
    }

    /**
     * Adds an event.
     *
     * @param timestamp when the user was seen, in epoch seconds
     * @param appended when the event was appended to its topic, in epoch milliseconds
     * @param partition where it came from
     */
    void add(Span userId, long timestamp, long appended, TopicPartition partition) {
        if (events++ == 0) {
            firstAppended = appended;
        }
        if (appended > 0 && appended < oldestAppended) {
            oldestAppended = appended;
        }
        if (block.isLarge()) {
            table.join(block);
            block.clear();
        }
        block.add(userId.bytes(), userId.offset(), userId.length(), timestamp, timestamp);
        if (userId.length() >= LongUserIds.BYTES) {
            addLong(userId, partition);
        }
    }

    private void addLong(Span userId, TopicPartition partition) {
        if (longUserIds == LongUserIds.NONE) {
            longUserIds = new LongUserIds();
        }
        longUserIds.add(userId, partition);
    }

    /** A bounded batch is closed, be it that others leave with it. */
    void close() {
        if (closedAt == 0) {
            closedAt = System.nanoTime();
        }
    }

    /** Groups the events by userId: one summary per user whom they changed, as it stands now. */
    List<Summary> groupByUserId() {
        SummaryTable.Taken changed = table.joinAndTakeChanged(block);
        block.clear();
        number = changed.number();
        return changed.summaries();
    }

    /** The traces that its events came with; some, even of none, once there is a tracing. */
    BatchTraces traces(Tracing tracing) {
        if (traces == BatchTraces.NONE) {
            traces = tracing.open();
        }
        return traces;
    }

    /** The traces that its events came with. */
    BatchTraces traces() {
        return traces;
    }

    /** The long userIds in it. */
    LongUserIds longUserIds() {
        return longUserIds;
    }

    /** The batch's number, from 1 in the order of grouping; {@link #OPEN} until it is grouped. */
    long number() {
        return number;
    }

    /** The number of its events. */
    int events() {
        return events;
    }

    /** When it, or the first of several, was closed, by {@link System#nanoTime}. */
    long closedAt() {
        return closedAt;
    }

    /** How long its oldest event has been in its topic by now; zero if that is not known. */
    Duration age() {
        return Duration.ofMillis(Math.max(0, System.currentTimeMillis() - oldestAppended));
    }

    /** When its first event was appended to its topic, in epoch milliseconds; 0 without events. */
    long firstAppended() {
        return firstAppended;
    }
}
