package io.usersummary.processor;

import java.time.Duration;

/**
 * Decides whether a batch that was closed leaves at once, or waits and leaves together with those
 * that are closed meanwhile, as one: only the newest summary of a user need be written. (Market
 * data feeds call that conflation.)
 *
 * <p>It waits while several are under way to the broker already, so that the number of records and
 * requests falls under load by itself. It waits longer while a backlog is being read, which is when
 * one large poll follows the other: its events had waited before, and need not be published faster
 * than they are read; but it takes them no longer than they had waited, nor than two seconds.
 *
 * <p>Used by one thread at a time.
 */
final class Conflation {

    /** While fewer messages than this are under way, only a backlog makes a batch wait. */
    static final int MOST_UNDER_WAY = 4;

    /** A poll of so many events is one of a backlog. */
    static final int LARGE_POLL = 1_000;

    /** No batch waits longer. */
    static final Duration LONGEST = Duration.ofSeconds(2);

    /**
     * The backlog has come to its end if nothing follows for so long: longer than a cold JVM or a
     * collection keeps the next poll.
     */
    static final Duration GAP = Duration.ofMillis(250);

    private final int mostUnderWay;
    private boolean backlog;
    private boolean taking;
    private long lastTaken;
    private long since;
    private long patience;

    /**
     * @param mostUnderWay a batch waits while so many messages or more are on their way
     */
    Conflation(int mostUnderWay) {
        this.mostUnderWay = mostUnderWay;
    }

    /**
     * A poll has come, and is being taken in.
     *
     * @param events how many records it has
     */
    void input(int events) {
        backlog = events >= LARGE_POLL;
        taking = true;
    }

    /**
     * The poll is taken in.
     *
     * @param now in nanoseconds
     */
    void taken(long now) {
        taking = false;
        lastTaken = now;
    }

    /**
     * A batch was closed, behind none that waits.
     *
     * @param age how long its oldest event has been in its topic
     * @param now in nanoseconds
     */
    void closed(Duration age, long now) {
        since = now;
        patience = Math.min(LONGEST.toNanos(), age.toNanos());
    }

    /**
     * How long, in nanoseconds, what was closed waits from now on, unless batches become durable or
     * input comes before; 0 or less if it may leave.
     *
     * @param underWay how many messages are on their way to the broker
     */
    long nanosLeft(int underWay, long now) {
        if (underWay >= mostUnderWay) {
            return LONGEST.toNanos() - (now - since);
        }
        if (!backlog) {
            return 0;
        }
        long gap = taking ? 0 : now - lastTaken;
        return Math.min(patience - (now - since), GAP.toNanos() - gap);
    }
}
