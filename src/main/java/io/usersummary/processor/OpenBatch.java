package io.usersummary.processor;

import io.usersummary.summary.Summary;
import io.usersummary.summary.SummaryTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The batch that is still open: how many events it has, and which users they changed, each once.
 * The events themselves are not kept. Guarded by the table's monitor, like the table.
 */
final class OpenBatch {

    private final SummaryTable table;
    private long[] rows = new long[16];
    private int changed;
    private int events;
    private long sequence = 1;
    private long openedAt;
    private long firstAppended;

    OpenBatch(SummaryTable table) {
        this.table = table;
    }

    /**
     * Joins one event's moment into the user's summary and counts the event.
     *
     * @param appended when the event was appended to its topic, in epoch milliseconds
     */
    void add(byte[] bytes, int offset, int length, long timestamp, long appended) {
        if (events++ == 0) {
            openedAt = System.nanoTime();
            firstAppended = appended;
        }
        long row = table.join(bytes, offset, length, timestamp, timestamp);
        if (row > 0) {
            publish(row);
        }
    }

    /** Has the user in a row of the table published with this batch. */
    void publish(long row) {
        if (table.markChanged(row)) {
            if (changed == rows.length) {
                rows = Arrays.copyOf(rows, changed * 2);
            }
            rows[changed++] = row;
        }
    }

    int events() {
        return events;
    }

    /** The batch's number, from 1. */
    long sequence() {
        return sequence;
    }

    /** When its first event came, by {@link System#nanoTime}. */
    long openedAt() {
        return openedAt;
    }

    /** When its first event was appended to its topic, in epoch milliseconds. */
    long firstAppended() {
        return firstAppended;
    }

    /**
     * Closes the batch and opens the next.
     *
     * @return the changed users' summaries as they stand now
     */
    List<Summary> close() {
        List<Summary> summaries = new ArrayList<>(changed);
        for (int i = 0; i < changed; i++) {
            long row = rows[i];
            if (table.isChanged(row)) {
                table.clearChanged(row);
                table.expect(row);
                summaries.add(table.summary(row));
            }
        }
        changed = 0;
        events = 0;
        sequence++;
        if (rows.length > 1 << 20) {
            rows = new long[16];
        }
        return summaries;
    }
}
