package io.usersummary.processor;

/** Is told of what happens to events and batches. Called on hot paths: to return at once. */
interface BatchListener {

    /** A poll was read: so many valid events, so many dead letters. */
    default void read(int accepted, int poison) {}

    /** A batch was closed and grouped. */
    default void closed(SummaryBatch batch) {}

    /** A batch's summaries are durable. Called on the producer's thread or that of the poll. */
    default void durable(SummaryBatch batch) {}
}
