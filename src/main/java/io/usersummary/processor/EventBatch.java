package io.usersummary.processor;

import io.usersummary.json.Span;
import io.usersummary.summary.Intervals;
import io.usersummary.summary.Summary;
import io.usersummary.summary.SummaryTable;
import java.util.List;

/**
 * A bounded batch of events. A small one holds its events until they are grouped by userId; of a
 * large one the events are joined into the table block by block as they come, so that what it takes
 * in memory is its users, not its events. Used by one thread at a time.
 */
final class EventBatch {

    private final long number;
    private final SummaryTable table;
    private final Intervals block;
    private final Partitions partitions = new Partitions();
    private int events;
    private long firstAppended;
    private long closedAt;

    /**
     * An open batch without events.
     *
     * @param number its number, one more than that of the batch before
     * @param size how many events it will have at most
     */
    EventBatch(long number, SummaryTable table, int size) {
        this.number = number;
        this.table = table;
        this.block = new Intervals(size);
    }

    /**
     * Adds an event.
     *
     * @param timestamp when the user was seen, in epoch seconds
     * @param appended when the event was appended to its topic, in epoch milliseconds
     */
    void add(Span userId, long timestamp, long appended) {
        if (events++ == 0) {
            firstAppended = appended;
        }
        if (block.isLarge()) {
            join();
        }
        block.add(userId.bytes(), userId.offset(), userId.length(), timestamp, timestamp);
        if (userId.length() >= Partitions.LONG_USER_ID) {
            partitions.addLongUserId(userId.bytes(), userId.offset(), userId.length());
        }
    }

    /** Where its events come from. */
    Partitions partitions() {
        return partitions;
    }

    private void join() {
        table.join(block);
        block.clear();
    }

    /** No more events come. */
    EventBatch close() {
        closedAt = System.nanoTime();
        return this;
    }

    /** Groups the events by userId: one summary per user whom they changed, as it stands now. */
    List<Summary> groupByUserId() {
        join();
        return table.takeChanged();
    }

    /** The batch's number, from 1. */
    long number() {
        return number;
    }

    /** The number of its events. */
    int events() {
        return events;
    }

    /** When it was closed, by {@link System#nanoTime}. */
    long closedAt() {
        return closedAt;
    }

    /** When its first event was appended to its topic, in epoch milliseconds; 0 without events. */
    long firstAppended() {
        return firstAppended;
    }
}
