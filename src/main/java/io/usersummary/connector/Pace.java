package io.usersummary.connector;

import java.time.Duration;

/**
 * Tells when it is time again, at most once a period: for log lines that would repeat themselves.
 * Thread-safe.
 */
public final class Pace {

    private final long periodNanos;
    private long last;

    /** A pace whose first time is now. */
    public Pace(Duration period) {
        periodNanos = period.toNanos();
        last = System.nanoTime() - periodNanos;
    }

    /** Whether a period has passed since the last time; if so, this is the new last time. */
    public boolean due() {
        return due(false);
    }

    /**
     * The same, but there may be a reason not to wait.
     *
     * @param now true makes this the time, whatever the pace
     */
    public synchronized boolean due(boolean now) {
        long at = System.nanoTime();
        boolean due = now || at - last >= periodNanos;
        if (due) {
            last = at;
        }
        return due;
    }
}
