package io.usersummary.connector;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * The operator that decides where polls are taken in: on the polling thread itself, so that a lone
 * event is not handed over; on another thread while a backlog is being read, so that one poll is
 * taken in while the next is fetched and decoded. One poll at a time, in their order, ever.
 *
 * <p>It asks upstream for nothing before it is asked itself; from then on for some polls more than
 * it is asked for, which wait here, so that the one thread need not wait for the other.
 *
 * @param <T> messages with polls
 */
final class HandOver<T extends Message<? extends ConsumerRecords<?, ?>>>
        extends AbstractMultiOperator<T, T> {

    /** A poll of so many records is one of a backlog. */
    static final int LARGE_POLL = 1_000;

    private final int ahead;
    private final Executor thread;
    private final Consumer<Throwable> fault;

    /**
     * @param ahead so many polls may wait here
     * @param thread runs one task after the other; not the polling one
     * @param fault is told what downstream throws, on whichever thread: neither an executor nor a
     *     stream passes it on
     */
    HandOver(Multi<T> polls, int ahead, Executor thread, Consumer<Throwable> fault) {
        super(polls);
        this.ahead = ahead;
        this.thread = thread;
        this.fault = fault;
    }

    @Override
    public void subscribe(MultiSubscriber<? super T> downstream) {
        upstream.subscribe().withSubscriber(new Handing(downstream));
    }

    private final class Handing extends MultiOperatorProcessor<T, T> {

        private final Queue<T> waiting = new ConcurrentLinkedQueue<>();
        private final AtomicInteger signals = new AtomicInteger();
        private final AtomicBoolean asked = new AtomicBoolean();
        private volatile boolean ended;
        private volatile Throwable failure;

        Handing(MultiSubscriber<? super T> downstream) {
            super(downstream);
        }

        @Override
        public void request(long polls) {
            boolean first = asked.compareAndSet(false, true);
            super.request(first && polls < Long.MAX_VALUE - ahead ? polls + ahead : polls);
        }

        @Override
        public void onItem(T poll) {
            waiting.add(poll);
            signal(poll.getPayload().count() >= LARGE_POLL);
        }

        @Override
        public void onCompletion() {
            ended = true;
            signal(false);
        }

        @Override
        public void onFailure(Throwable why) {
            failure = why;
            onCompletion();
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
                for (T poll = waiting.poll(); poll != null; poll = waiting.poll()) {
                    downstream.onItem(poll);
                }
                if (ended && waiting.isEmpty() && !isDone()) {
                    end();
                }
                seen = signals.addAndGet(-seen);
            } while (seen > 0);
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
