package io.usersummary.web;

import io.usersummary.query.Questions;
import io.usersummary.state.Tombstones.OutcomeUnknownException;
import io.usersummary.summary.Summary;
import java.util.Optional;

/**
 * All that the web layer wants to know of the service beneath it. Every method answers from memory
 * and may be called by any thread, but for {@link #forget}, which blocks. Only {@link #counts()},
 * {@link #restore()} and {@link #restoring()} never wait for the processing, and so only these may
 * be called by an event loop.
 */
public interface ServiceView {

    /** The summary of one user, or empty when the user was never seen. */
    Optional<Summary> find(String userId);

    /** The questions that the whole table answers. */
    Questions questions();

    /**
     * Has a user forgotten, by every instance; blocks for ten seconds at most.
     *
     * @throws OutcomeUnknownException if it is not known whether that will happen
     */
    void forget(String userId) throws InterruptedException;

    /** Running totals since this instance started. */
    Counts counts();

    /** How far the batch that is open now has filled up. */
    Progress openBatch();

    /** How far the table has been read back; 0 of 0 while that is not known. */
    Progress restore();

    /** True while the table is still being read back from the output topic. */
    boolean restoring();

    /** From an event's arrival at the broker to the acknowledgement of the summary covering it. */
    Latency latency();

    /** Users in the table; events accepted, records set aside, summaries published. */
    record Counts(long users, long events, long poison, long published) {}

    /** So many of so many, in events or records. */
    record Progress(long done, long of) {}

    /** Quantiles in milliseconds; null while there is nothing to measure. */
    record Latency(Double p50, Double p99) {}
}
