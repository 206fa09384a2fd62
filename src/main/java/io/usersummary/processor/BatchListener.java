package io.usersummary.processor;

import io.usersummary.summary.Summary;
import java.util.List;

/** Is told of what happens to events and batches. Called on hot paths: to return at once. */
public interface BatchListener {

    /** A poll was read: so many valid events, so many dead letters. */
    default void read(int accepted, int poison) {}

    /** A batch was closed, with so many events, and these users' summaries changed. */
    default void closed(int events, List<Summary> summaries) {}

    /**
     * A batch is acknowledged: its summaries are durable. Called on the producer's thread or that
     * of the poll.
     *
     * @param closedAt when the batch was closed, by {@link System#nanoTime}
     * @param firstAppended when its first event was appended to its topic, in epoch milliseconds; 0
     *     for a batch without events
     */
    default void acknowledged(List<Summary> summaries, long closedAt, long firstAppended) {}
}
