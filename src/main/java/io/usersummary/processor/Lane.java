package io.usersummary.processor;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.IntSupplier;

/**
 * The way of one consumer's events through the processor, with a batch of its own that is open, and
 * polls of its own that wait to be acknowledged. There is one, unless the channel has several
 * consumers ({@code mp.messaging.incoming.events.concurrency}); all of them share one table.
 */
final class Lane {

    private final IntSupplier underWay;
    private final Queue<PolledEvents> polls = new ArrayDeque<>();
    private volatile Runnable onLessUnderWay = () -> {};
    private volatile boolean waits;
    private volatile int openEvents;

    /**
     * @param underWay how many messages of all lanes are on their way to the broker
     */
    Lane(IntSupplier underWay) {
        this.underWay = underWay;
    }

    /** How many messages of all lanes are on their way to the broker. */
    int underWay() {
        return underWay.getAsInt();
    }

    /** Has something done when less is under way and a closed batch waits; on any thread. */
    void onLessUnderWay(Runnable action) {
        onLessUnderWay = action;
    }

    /** Whether a closed batch waits. */
    void waits(boolean closedBatchWaits) {
        waits = closedBatchWaits;
    }

    void lessIsUnderWay() {
        if (waits) {
            onLessUnderWay.run();
        }
    }

    /** The polls that wait to be acknowledged, in the order of reading; guarded by that object. */
    Queue<PolledEvents> polls() {
        return polls;
    }

    void openEvents(int events) {
        openEvents = events;
    }

    /** The number of events in its open batch. */
    int openEvents() {
        return openEvents;
    }
}
