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
import java.util.function.LongSupplier;

/**
 * The operator that cuts an endless stream of events into bounded batches: a batch is closed after
 * a number of events, or some time after its first one, whichever is first; or when what waits for
 * it takes as much memory as it may. An event that was in its topic for longer than that time,
 * because its partition had lost its reader, is not kept waiting. It may end the stream after a
 * number of batches.
 *
 * <p>A closed batch leaves at once, or together with those closed after it, as {@link Conflation}
 * decides; with it leave the events that have been read of the next one.
 *
 * <p>Batches leave on the thread that brought the closing event, or on one of Mutiny's workers when
 * a time is over; in the order they were closed in, one at a time, with this operator's lock held.
 * They have to be grouped at once, as the next batch uses the room of their events. It asks
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
    private final Lane lane;
    private final int mostUnderWay;
    private final BooleanSupplier isFull;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;

    /**
     * @param lane knows what is under way to the broker, and is told how many events are open
     * @param mostUnderWay closed batches wait while so many messages are under way
     * @param isFull whether memory is wanted more than large batches
     * @param timer closes batches whose time is over
     * @param nanoTime the time by which that is measured, in nanoseconds since any moment
     */
    BoundedBatches(
            Multi<? extends BatchInput> upstream,
            SummaryTable table,
            SummarySettings settings,
            Lane lane,
            int mostUnderWay,
            BooleanSupplier isFull,
            ScheduledExecutorService timer,
            LongSupplier nanoTime) {
        super(upstream);
        this.table = table;
        this.size = settings.batchSize();
        this.timeoutNanos = settings.batchTimeout().toNanos();
        this.maxBatches = settings.maxBatches();
        this.lane = lane;
        this.mostUnderWay = mostUnderWay;
        this.isFull = isFull;
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    @Override
    public void subscribe(MultiSubscriber<? super EventBatch> downstream) {
        upstream.subscribe(new Cutter(downstream));
    }

    private final class Cutter extends MultiOperatorProcessor<BatchInput, EventBatch> {

        private final Intervals block = new Intervals(size);
        private final Conflation conflation = new Conflation(mostUnderWay);
        private final Alarm alarm = new Alarm(timer, this::look);

        /** What leaves next: closed batches that wait, and what has come of the open one. */
        private EventBatch batch = new EventBatch(table, block);

        private boolean waits;
        private int open;
        private long openedAt;
        private long lastInput;
        private long closed;

        Cutter(MultiSubscriber<? super EventBatch> downstream) {
            super(downstream);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            lane.onLessUnderWay(() -> timer.execute(this::look));
            super.onSubscribe(subscription);
            subscription.request(1);
        }

        @Override
        public void request(long ignored) {
            // Inputs are asked for one by one, whatever downstream asks for.
        }

        @Override
        public synchronized void onItem(BatchInput input) {
            long now = nanoTime.getAsLong();
            closeIfOverdue(now);
            lastInput = now;
            conflation.input(input.size());
            take(input);
            conflation.taken(nanoTime.getAsLong());
            if (!isDone() && isFull.getAsBoolean() && batch.events() > 0) {
                close();
                leaveWithoutWaiting();
            }
            if (isDone()) {
                downstream.onCompletion();
                return;
            }
            look(nanoTime.getAsLong());
            getUpstreamSubscription().request(1);
        }

        private void take(BatchInput input) {
            boolean fresh = open == 0;
            while (!isDone() && fill(input)) {
                close();
                fresh = true;
            }
            if (!isDone() && input.closes(open)) {
                close();
            }
            input.done();
            if (input.isLast()) {
                leaveWithoutWaiting();
            }
            if (fresh) {
                openedAt = nanoTime.getAsLong();
            }
        }

        /** Whether the open batch has become full. */
        private boolean fill(BatchInput input) {
            int before = batch.events();
            boolean full = input.fill(batch, before + size - open);
            open += batch.events() - before;
            return full;
        }

        private void close() {
            long now = nanoTime.getAsLong();
            if (!waits) {
                conflation.closed(batch.age(), now);
            }
            batch.close();
            setWaits(true);
            boolean counts = open > 0;
            open = 0;
            if (counts && ++closed == maxBatches) {
                leave();
                cancelUpstream();
            } else if (conflation.nanosLeft(lane.underWay(), now) <= 0) {
                leave();
            }
        }

        /** Said before it is asked what is under way: so nobody who makes that less is missed. */
        private void setWaits(boolean waiting) {
            waits = waiting;
            lane.waits(waiting);
        }

        /** What was closed and has left already leaves no second time. */
        private void leaveWithoutWaiting() {
            if (waits) {
                leave();
            }
        }

        private void leave() {
            EventBatch leaving = batch;
            batch = new EventBatch(table, block);
            setWaits(false);
            downstream.onItem(leaving);
        }

        /** A time may be over, or less may be under way. */
        private synchronized void look() {
            if (isDone()) {
                return;
            }
            long now = nanoTime.getAsLong();
            alarm.rings(now);
            closeIfOverdue(now);
            if (isDone()) {
                downstream.onCompletion();
            } else {
                look(now);
            }
        }

        private void look(long now) {
            if (waits && conflation.nanosLeft(lane.underWay(), now) <= 0) {
                leave();
            }
            lane.openEvents(open);
            if (open > 0) {
                alarm.set(nanosLeft(now), now);
            }
            if (waits) {
                alarm.set(conflation.nanosLeft(lane.underWay(), now), now);
            }
        }

        /** Also looked at when events come: a timer may be late, a batch is not. */
        private void closeIfOverdue(long now) {
            if (open > 0 && nanosLeft(now) <= 0) {
                close();
            }
        }

        /**
         * How long the open batch may stay open. What its events waited before they were read
         * counts, unless a backlog is being read, which fills batches soon.
         */
        private long nanosLeft(long now) {
            long left = timeoutNanos - (now - openedAt);
            long quiet = QUIET_NANOS - (now - lastInput);
            return Math.min(left, Math.max(timeoutNanos - batch.age().toNanos(), quiet));
        }
    }
}
