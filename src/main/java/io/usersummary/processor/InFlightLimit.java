package io.usersummary.processor;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.MultiSubscriber;

/**
 * The in-flight limit: no further poll is asked for while too much is on its way to a broker. That
 * bounds memory, whatever the backlog and the size of records. Thread-safe.
 */
final class InFlightLimit {

    /** At so many bytes on their way reading pauses; one more poll can come on top. */
    private static final long MAX_BYTES = 32 << 20;

    /** At so many polls that wait behind a dead letter reading pauses as well. */
    private static final int MAX_POLLS = 1_000;

    /** So many batches behind one that is not durable, whatever became of them, as well. */
    private static final long MAX_BATCHES = 100_000;

    private volatile Gate<?> gate;
    private long bytes;
    private int polls;
    private volatile long closed;
    private volatile long durable;

    /** Bytes are handed to a broker. */
    synchronized void sent(long more) {
        bytes += more;
    }

    /** They are durable. */
    void arrived(long less) {
        synchronized (this) {
            bytes -= less;
        }
        reopen();
    }

    /** So many polls wait behind a dead letter that is not durable yet. */
    synchronized void stalled(int waiting) {
        polls = waiting;
    }

    /** The batches up to this one are closed. */
    void closed(long batch) {
        closed = batch;
    }

    /** The batches up to this one are durable. */
    void durable(long batch) {
        durable = batch;
    }

    /** About how many bytes are on their way. */
    synchronized long bytes() {
        return bytes;
    }

    private synchronized boolean isOpen() {
        return bytes < MAX_BYTES && polls <= MAX_POLLS && closed - durable <= MAX_BATCHES;
    }

    private void reopen() {
        Gate<?> waiting = gate;
        if (waiting != null && waiting.isShut) {
            waiting.reopen();
        }
    }

    /** The operator: passes items on, and requests for more only while there is room. */
    <T> Multi<T> limit(Multi<T> upstream) {
        return new AbstractMultiOperator<T, T>(upstream) {
            @Override
            public void subscribe(MultiSubscriber<? super T> downstream) {
                Gate<T> subscribed = new Gate<>(downstream);
                gate = subscribed;
                upstream.subscribe().withSubscriber(subscribed);
            }
        };
    }

    private final class Gate<T> extends MultiOperatorProcessor<T, T> {

        private volatile boolean isShut;
        private long owed;

        Gate(MultiSubscriber<? super T> downstream) {
            super(downstream);
        }

        @Override
        public void request(long items) {
            synchronized (this) {
                owed = owed + items < 0 ? Long.MAX_VALUE : owed + items;
                isShut = true;
            }
            reopen();
        }

        void reopen() {
            long due;
            synchronized (this) {
                due = isOpen() ? owed : 0;
                owed -= due;
                isShut = owed > 0;
            }
            if (due > 0) {
                super.request(due);
            }
        }
    }
}
