package io.usersummary.processor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Decides when what was read may be acknowledged: in the order it came in, once every batch up to
 * the one that holds its last event is durable.
 *
 * <p>The order is what makes the subtle case right. An event that changes nothing is covered by an
 * event before it, which sits in the same batch or an earlier one; since no acknowledgement
 * overtakes an earlier batch, it waits for that one too. Thread-safe.
 */
final class Acknowledgements {

    /** A closed batch. */
    static final class Pending {
        private final long sequence;
        private final Runnable whenDurable;
        private boolean durable;

        private Pending(long sequence, Runnable whenDurable) {
            this.sequence = sequence;
            this.whenDurable = whenDurable;
        }
    }

    /** Something that was read: a poll, with the dead letters it led to. */
    static final class Read {
        private final long lastBatch;
        private final Runnable acknowledge;
        private boolean deadLettersWritten;

        private Read(long lastBatch, boolean deadLettersWritten, Runnable acknowledge) {
            this.lastBatch = lastBatch;
            this.deadLettersWritten = deadLettersWritten;
            this.acknowledge = acknowledge;
        }
    }

    private final Queue<Pending> batches = new ArrayDeque<>();
    private final Queue<Read> reads = new ArrayDeque<>();
    private long durableThrough;

    /**
     * Notes that a batch was closed.
     *
     * @param sequence its number, one more than that of the batch before
     * @param durable whether there is nothing to publish for it
     * @param whenDurable run when this batch and all before it are durable
     * @return the handle for {@link #durable}
     */
    Pending closed(long sequence, boolean durable, Runnable whenDurable) {
        Pending pending = new Pending(sequence, whenDurable);
        synchronized (this) {
            batches.add(pending);
        }
        if (durable) {
            durable(pending);
        }
        return pending;
    }

    /** Notes that all of a batch's summaries are durable. */
    void durable(Pending batch) {
        release(() -> batch.durable = true);
    }

    /**
     * Notes that something was read.
     *
     * @param lastBatch the number of the batch that holds its last event
     * @param deadLettersWritten false if it has dead letters that are still on their way
     * @param acknowledge run when it is covered
     * @return the handle for {@link #deadLettersWritten}
     */
    Read read(long lastBatch, boolean deadLettersWritten, Runnable acknowledge) {
        Read read = new Read(lastBatch, deadLettersWritten, acknowledge);
        release(() -> reads.add(read));
        return read;
    }

    /** Notes that all of its dead letters are durable. */
    void deadLettersWritten(Read read) {
        release(() -> read.deadLettersWritten = true);
    }

    /** The number of the last batch up to which everything is durable. */
    synchronized long durableThrough() {
        return durableThrough;
    }

    /** How many reads wait behind a dead letter that is not written yet. */
    synchronized int behindDeadLetters() {
        return reads.isEmpty() || reads.peek().deadLettersWritten ? 0 : reads.size();
    }

    /** Applies a change, then runs what it sets free, outside of the lock but in order. */
    private void release(Runnable change) {
        List<Runnable> free = new ArrayList<>();
        synchronized (this) {
            change.run();
            while (!batches.isEmpty() && batches.peek().durable) {
                Pending batch = batches.remove();
                durableThrough = batch.sequence;
                free.add(batch.whenDurable);
            }
            while (!reads.isEmpty()
                    && reads.peek().lastBatch <= durableThrough
                    && reads.peek().deadLettersWritten) {
                free.add(reads.remove().acknowledge);
            }
        }
        free.forEach(Runnable::run);
    }
}
