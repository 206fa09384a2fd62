package io.usersummary.processor;

import java.util.function.BooleanSupplier;

/**
 * Asks upstream for one more poll at a time, and for none while too much is on its way to a broker.
 * That bounds memory by what is in flight, whatever the backlog and the size of records.
 * Thread-safe.
 */
final class Backpressure {

    private final long limit;
    private final BooleanSupplier held;
    private final Runnable request;
    private long inFlight;
    private boolean owed;

    /**
     * @param limit the bytes on their way at which asking stops
     * @param held tells whether to stop asking for another reason
     * @param request asks upstream for one more
     */
    Backpressure(long limit, BooleanSupplier held, Runnable request) {
        this.limit = limit;
        this.held = held;
        this.request = request;
    }

    synchronized void sent(long bytes) {
        inFlight += bytes;
    }

    void arrived(long bytes) {
        boolean pay;
        synchronized (this) {
            inFlight -= bytes;
            pay = owed && open();
            owed &= !pay;
        }
        if (pay) {
            request.run();
        }
    }

    /** Asks for one more, now or as soon as there is room. */
    void ask() {
        boolean now;
        synchronized (this) {
            now = open();
            owed = !now;
        }
        if (now) {
            request.run();
        }
    }

    private boolean open() {
        return inFlight < limit && !held.getAsBoolean();
    }
}
