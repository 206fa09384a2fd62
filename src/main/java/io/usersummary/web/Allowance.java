package io.usersummary.web;

/** Lets so many through a second, and a burst after a quiet time. Not safe to share by threads. */
final class Allowance {

    private final double burst;
    private final double perSecond;
    private double left;
    private long lastNanos = System.nanoTime();

    Allowance(int burst, double perSecond) {
        this.burst = burst;
        this.perSecond = perSecond;
        this.left = burst;
    }

    /** True if one more may pass now. */
    boolean take() {
        long now = System.nanoTime();
        left = Math.min(burst, left + (now - lastNanos) / 1e9 * perSecond);
        lastNanos = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
