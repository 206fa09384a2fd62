package io.usersummary.processor;

/** How far batches have come. Thread-safe. */
public interface BatchProgress {

    /** The number of the batch that was closed last; 0 before the first. */
    long lastClosedBatch();

    /** The number of the last batch up to which all are durable. */
    long lastDurableBatch();
}
