package io.usersummary.processor;

/** Notified of what happens to events and batches. Called on hot paths; must not block. */
interface BatchListener {

    /** A poll was read: so many valid events, so many dead letters. */
    default void read(int accepted, int poison) {}

    /** A batch was closed and grouped. */
    default void closed(SummaryBatch batch) {}

    /**
     * Every summary of a batch was written or rejected. Called on the thread that acknowledged it,
     * or that closed it if it changed nobody.
     */
    default void durable(SummaryBatch batch) {}
}
