package io.usersummary.processor;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The in-flight limit: no further poll is asked for while too much is on its way to a broker, or
 * waits for something that is, in bytes of memory. That bounds memory, whatever the backlog and the
 * size of records. Thread-safe.
 */
final class InFlightLimit {

    private final long most;
    private final AtomicLong bytes = new AtomicLong();
    private final List<Gate<?>> gates = new CopyOnWriteArrayList<>();

    /**
     * @param most at so many bytes reading pauses; one more poll can come on top
     */
    InFlightLimit(long most) {
        this.most = most;
    }

    /** So many bytes wait. */
    void sent(long more) {
        bytes.addAndGet(more);
    }

    /** They wait no longer. */
    void arrived(long less) {
        bytes.addAndGet(-less);
        reopen();
    }

    /** About how many bytes wait. */
    long bytes() {
        return bytes.get();
    }

    /** Whether reading pauses. */
    boolean isFull() {
        return isFull(0);
    }

    /** Whether reading would pause with so many bytes more. */
    boolean isFull(long more) {
        return bytes.get() + more >= most;
    }

    private void reopen() {
        for (Gate<?> gate : gates) {
            if (gate.isShut) {
                gate.reopen();
            }
        }
    }

    /** The operator: passes items on, and requests for more only while there is room. */
    <T> Multi<T> limit(Multi<T> upstream) {
        return new AbstractMultiOperator<T, T>(upstream) {
            @Override
            public void subscribe(MultiSubscriber<? super T> downstream) {
                Gate<T> subscribed = new Gate<>(downstream);
                gates.add(subscribed);
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
                due = isFull() ? 0 : owed;
                owed -= due;
                isShut = owed > 0;
            }
            if (due > 0) {
                super.request(due);
            }
        }
    }
}
