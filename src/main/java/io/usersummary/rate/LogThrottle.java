package io.usersummary.rate;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps log lines that would repeat themselves apart: lets one through a period, and whatever is
 * news at once. Thread-safe.
 */
public final class LogThrottle {

    private final long periodNanos;
    private final LongSupplier nanoTime;
    private long last;

    /**
     * @param period the least time between two lines; the first one passes at once
     */
    public LogThrottle(Duration period) {
        this(period, System::nanoTime);
    }

    LogThrottle(Duration period, LongSupplier nanoTime) {
        this.periodNanos = period.toNanos();
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong() - periodNanos;
    }

    /** Whether a period has passed since the last line; if so, the next period begins. */
    public boolean allows() {
        return allows(false);
    }

    /**
     * The same, but news does not wait.
     *
     * @param news true lets the line through, whenever the last one was
     */
    public synchronized boolean allows(boolean news) {
        long now = nanoTime.getAsLong();
        boolean allowed = news || now - last >= periodNanos;
        if (allowed) {
            last = now;
        }
        return allowed;
    }
}
