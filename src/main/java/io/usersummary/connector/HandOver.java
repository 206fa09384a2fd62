package io.usersummary.connector;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * The operator that decides where polls are taken in: on the polling thread itself, so that a lone
 * event is not handed over; on another thread while a backlog is being read, so that one poll is
 * taken in while the next is fetched and decoded. One poll at a time, in their order, ever, and
 * none that was not asked for.
 *
 * <p>It asks upstream for nothing before it is asked itself; from then on for some polls more than
 * it is asked for, which wait here, so that the one thread need not wait for the other: as long as
 * what waits, and another poll as large as the last one, take no more memory than they may.
 *
 * @param <T> messages with polls
 */
final class HandOver<T extends Message<? extends ConsumerRecords<?, ?>>>
        extends AbstractMultiOperator<T, T> {

    /** A poll of so many records is one of a backlog. */
    static final int LARGE_POLL = 1_000;

    private final MemoryLimit.Polls limits;
    private final Executor thread;
    private final Consumer<Throwable> fault;

    /**
     * @param limits of what may wait
     * @param thread runs one task after the other; not the polling one
     * @param fault is told what downstream throws, on whichever thread: neither an executor nor a
     *     stream passes it on
     */
    HandOver(Multi<T> polls, MemoryLimit.Polls limits, Executor thread, Consumer<Throwable> fault) {
        super(polls);
        this.limits = limits;
        this.thread = thread;
        this.fault = fault;
    }

    @Override
    public void subscribe(MultiSubscriber<? super T> downstream) {
        upstream.subscribe().withSubscriber(new Handing(downstream));
    }

    private final class Handing extends MultiOperatorProcessor<T, T> {

        private final AtomicInteger signals = new AtomicInteger();

        // The rest is guarded by this object.
        private final Queue<T> waiting = new ArrayDeque<>();
        private long waitingBytes;
        private long lastBytes;
        private long wanted;
        private boolean requested;
        private boolean ended;
        private Throwable failure;

        Handing(MultiSubscriber<? super T> downstream) {
            super(downstream);
        }

        /** What waits is taken in on the other thread: this may be any. */
        @Override
        public void request(long polls) {
            boolean there;
            synchronized (this) {
                wanted = wanted + polls < 0 ? Long.MAX_VALUE : wanted + polls;
                there = !waiting.isEmpty();
            }
            if (there) {
                signal(true);
            }
            requestNext();
        }

        private void requestNext() {
            synchronized (this) {
                if (requested || ended || !isRoom()) {
                    return;
                }
                requested = true;
            }
            super.request(1);
        }

        private boolean isRoom() {
            return waiting.size() < wanted
                    || waiting.size() - wanted < limits.ahead()
                            && waitingBytes + lastBytes <= limits.aheadBytes();
        }

        @Override
        public void onItem(T poll) {
            synchronized (this) {
                requested = false;
                waiting.add(poll);
                lastBytes = PollSize.of(poll);
                waitingBytes += lastBytes;
            }
            signal(poll.getPayload().count() >= LARGE_POLL);
            requestNext();
        }

        @Override
        public void onCompletion() {
            end(null);
        }

        @Override
        public void onFailure(Throwable why) {
            end(why);
        }

        private void end(Throwable why) {
            synchronized (this) {
                ended = true;
                failure = why;
            }
            signal(false);
        }

        /** Whoever comes while another thread is at it leaves the rest to that one. */
        private void signal(boolean toTheOther) {
            if (signals.getAndIncrement() > 0) {
                return;
            }
            if (toTheOther) {
                thread.execute(this::takeIn);
            } else {
                takeIn();
            }
        }

        private void takeIn() {
            try {
                takeInAll();
            } catch (Throwable e) {
                fault.accept(e);
            }
        }

        private void takeInAll() {
            int seen = 1;
            do {
                for (T poll = next(); poll != null; poll = next()) {
                    requestNext();
                    downstream.onItem(poll);
                }
                if (isAtEnd() && !isDone()) {
                    end();
                }
                seen = signals.addAndGet(-seen);
            } while (seen > 0);
        }

        private synchronized T next() {
            T poll = wanted == 0 || isDone() ? null : waiting.poll();
            if (poll != null) {
                wanted -= wanted == Long.MAX_VALUE ? 0 : 1;
                waitingBytes -= PollSize.of(poll);
            }
            return poll;
        }

        private synchronized boolean isAtEnd() {
            return ended && waiting.isEmpty();
        }

        private void end() {
            if (failure == null) {
                super.onCompletion();
            } else {
                super.onFailure(failure);
            }
        }
    }
}
