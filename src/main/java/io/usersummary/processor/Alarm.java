package io.usersummary.processor;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Has something looked at when a time has come. It rings at the earliest time that it was set to;
 * whoever wants a later one sets it again then. Not thread-safe: its methods are to be called with
 * the lock of whoever owns it.
 */
final class Alarm {

    private final ScheduledExecutorService timer;
    private final Runnable look;
    private long ringsAt;
    private boolean isSet;

    /**
     * @param look called on a thread of the timer's, without any lock
     */
    Alarm(ScheduledExecutorService timer, Runnable look) {
        this.timer = timer;
        this.look = look;
    }

    /**
     * Rings so long from now, or earlier if it was set to.
     *
     * @param nanos rounded up to milliseconds, of which the timers of an event loop want one at
     *     least
     */
    void set(long nanos, long now) {
        long at = now + nanos;
        if (!isSet || at - ringsAt < 0) {
            isSet = true;
            ringsAt = at;
            long millis = Math.max(1, (nanos + 999_999) / 1_000_000);
            timer.schedule(look, millis, TimeUnit.MILLISECONDS);
        }
    }

    /** If its time has come, it is not set any more. */
    void rings(long now) {
        if (isSet && now - ringsAt >= 0) {
            isSet = false;
        }
    }
}
