package io.usersummary.rate;

/**
 * A token bucket: so many pass a second, and as many as it holds at once after a quiet time.
 * Thread-safe.
 */
public final class TokenBucket {

    private final double capacity;
    private final double perSecond;
    private double tokens;
    private long refilled = System.nanoTime();

    /**
     * A bucket that begins full.
     *
     * @param capacity tokens it holds at most
     * @param perSecond tokens that come back a second
     */
    public TokenBucket(int capacity, double perSecond) {
        this.capacity = capacity;
        this.perSecond = perSecond;
        this.tokens = capacity;
    }

    /** Takes one token; false if there is none. */
    public boolean take() {
        return take(1) == 1;
    }

    /**
     * Takes as many tokens as there are, but no more than asked for.
     *
     * @return how many were taken
     */
    public synchronized int take(int most) {
        long now = System.nanoTime();
        tokens = Math.min(capacity, tokens + (now - refilled) / 1e9 * perSecond);
        refilled = now;
        int taken = (int) Math.min(most, tokens);
        tokens -= taken;
        return taken;
    }
}
