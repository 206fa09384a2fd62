package io.usersummary.bench.data;

import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/**
 * Who acts how often.
 *
 * @param events number of events
 * @param users number of different users that may act
 * @param zipf true: the n-th user acts n times less often than the first; false: all alike
 * @param times in which order the times of the events are
 */
public record Workload(long events, int users, boolean zipf, Times times) {

    /** How much the events teach. */
    public enum Times {
        /** Within some hours, in any order: the more a user was seen, the less an event teaches. */
        ANY_ORDER(""),
        /** Each later than all before: every event changes its user. */
        RISING(", every event teaches"),
        /** One in ten is later than all before, nine in ten say what is known of their user. */
        ONE_IN_TEN(", one in ten teaches");

        private final String words;

        Times(String words) {
            this.words = words;
        }
    }

    private static final long SEED = 20_180_816;
    private static final int DEFAULT_BATCH = 9;

    /** Times in any order. */
    public Workload(long events, int users, boolean zipf) {
        this(events, users, zipf, Times.ANY_ORDER);
    }

    /** Makes the number of events a multiple of nine. */
    public Workload {
        // Else the application's last, incomplete batch would wait for more events until its
        // timeout, and that wait would be taken for work.
        events -= events % DEFAULT_BATCH;
    }

    /** A short name for tables and charts. */
    public String name() {
        return "%s users, %s%s"
                .formatted(Counts.brief(users), zipf ? "Zipf" : "uniform", times.words);
    }

    /** A fresh, seeded source of randomness: the same numbers in every run. */
    SplittableRandom random() {
        return new SplittableRandom(SEED + users + (zipf ? 1 : 0));
    }

    /**
     * The time of an event, in epoch seconds.
     *
     * @param number how many events came before
     * @param base the earliest of all times
     * @param range how many seconds after it times in any order may be
     */
    long time(long number, long base, int range, SplittableRandom random) {
        return switch (times) {
            case ANY_ORDER -> base + random.nextInt(range);
            case RISING -> base + number;
            case ONE_IN_TEN -> number % 10 == 0 ? base + 1 + number : base;
        };
    }

    /** The numbers of the users that act, from 0 to users - 1, in order of their events. */
    IntSupplier actors(SplittableRandom random) {
        if (zipf) {
            Zipf ranks = new Zipf(users);
            return () -> ranks.next(random);
        }
        return () -> random.nextInt(users);
    }
}
