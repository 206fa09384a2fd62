package io.usersummary.processor;

/** How far batches have come. Thread-safe. */
public interface BatchProgress {

    /**
     * The number of the last batch up to which all are durable. Batches are numbered as {@link
     * io.usersummary.summary.SummaryTable#takes} counts.
     */
    long lastDurableBatch();

    /** Whether the output topic refuses a user's summary, which no durable batch has then. */
    boolean isAnyRefused();

    /**
     * Looks whether what was refused was published since, by whoever did it, and lets go of what
     * waits for it. To be called now and then: nobody tells of what others publish.
     */
    void recheckRefused();
}
