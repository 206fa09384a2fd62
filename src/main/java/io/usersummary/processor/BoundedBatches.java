package io.usersummary.processor;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.usersummary.summary.Intervals;
import io.usersummary.summary.SummaryTable;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * The operator that cuts an endless stream of events into bounded batches: a batch is closed after
 * a number of events, or some time after its first one, whichever is first; or when what waits for
 * it takes as much memory as it may. An event that was in its topic for longer than that time,
 * because its partition had lost its reader, is not kept waiting. It may end the stream after a
 * number of batches.
 *
 * <p>Batches leave on the thread that brought the closing event, or on one of Mutiny's workers when
 * the time is over; in the order they were closed in, one at a time, with this operator's lock
 * held. They have to be grouped at once, as the next batch uses the room of their events. It asks
 * upstream for one input at a time, and emits whether it is asked or not: what comes after it has
 * to buffer.
 */
final class BoundedBatches extends AbstractMultiOperator<BatchInput, EventBatch> {

    /** No backlog is being read if nothing has come for so long. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SummaryTable table;
    private final int size;
    private final long timeoutNanos;
    private final long maxBatches;
    private final BooleanSupplier isFull;
    private final IntConsumer openEvents;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;

    /**
     * @param isFull whether memory is wanted more than large batches
     * @param openEvents is told the number of events in the open batch after each input
     * @param timer closes batches whose time is over
     * @param nanoTime the time by which that is measured, in nanoseconds since any moment
     */
    BoundedBatches(
            Multi<? extends BatchInput> upstream,
            SummaryTable table,
            SummarySettings settings,
            BooleanSupplier isFull,
            IntConsumer openEvents,
            ScheduledExecutorService timer,
            LongSupplier nanoTime) {
        super(upstream);
        this.table = table;
        this.size = settings.batchSize();
        this.timeoutNanos = settings.batchTimeout().toNanos();
        this.maxBatches = settings.maxBatches();
        this.isFull = isFull;
        this.openEvents = openEvents;
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    @Override
    public void subscribe(MultiSubscriber<? super EventBatch> downstream) {
        upstream.subscribe(new Cutter(downstream));
    }

    private final class Cutter extends MultiOperatorProcessor<BatchInput, EventBatch> {

        private final Intervals block = new Intervals(size);
        private EventBatch open = new EventBatch(1, table, block);
        private long openedAt;
        private long ringsAt;
        private long lastInput;
        private long closed;
        private boolean timerSet;

        Cutter(MultiSubscriber<? super EventBatch> downstream) {
            super(downstream);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            super.onSubscribe(subscription);
            subscription.request(1);
        }

        @Override
        public void request(long ignored) {
            // Inputs are asked for one by one, whatever downstream asks for.
        }

        @Override
        public synchronized void onItem(BatchInput input) {
            closeIfOverdue();
            lastInput = nanoTime.getAsLong();
            boolean fresh = open.events() == 0;
            while (!isDone() && input.fill(open, size)) {
                close();
                fresh = true;
            }
            if (!isDone() && input.closes(open)) {
                close();
            }
            input.done();
            if (!isDone() && open.events() > 0 && isFull.getAsBoolean()) {
                close();
            }
            if (isDone()) {
                downstream.onCompletion();
                return;
            }
            openEvents.accept(open.events());
            if (open.events() > 0) {
                if (fresh) {
                    openedAt = nanoTime.getAsLong();
                }
                setTimer(nanosLeft());
            }
            getUpstreamSubscription().request(1);
        }

        private void close() {
            EventBatch batch = open.close();
            downstream.onItem(batch);
            open = new EventBatch(batch.number() + 1, table, block);
            if (batch.events() > 0 && ++closed == maxBatches) {
                cancelUpstream();
            }
        }

        /** In whole milliseconds, rounded up: the timers of an event loop take no less than one. */
        private void setTimer(long nanos) {
            long at = nanoTime.getAsLong() + nanos;
            if (!timerSet || at - ringsAt < 0) {
                timerSet = true;
                ringsAt = at;
                long millis = (nanos + 999_999) / 1_000_000;
                timer.schedule(() -> timerRings(at), millis, TimeUnit.MILLISECONDS);
            }
        }

        private synchronized void timerRings(long at) {
            if (isDone() || at != ringsAt) {
                return;
            }
            timerSet = false;
            closeIfOverdue();
            if (isDone()) {
                downstream.onCompletion();
            } else if (open.events() > 0) {
                setTimer(nanosLeft());
            }
        }

        /** Also looked at when events come: a timer may be late, a batch is not. */
        private void closeIfOverdue() {
            if (open.events() > 0 && nanosLeft() <= 0) {
                close();
                openEvents.accept(0);
            }
        }

        /**
         * How long the open batch may stay open. What its events waited before they were read
         * counts, unless a backlog is being read, which fills batches soon.
         */
        private long nanosLeft() {
            long now = nanoTime.getAsLong();
            long left = timeoutNanos - (now - openedAt);
            long quiet = QUIET_NANOS - (now - lastInput);
            return Math.min(left, Math.max(timeoutNanos - open.age().toNanos(), quiet));
        }
    }
}
