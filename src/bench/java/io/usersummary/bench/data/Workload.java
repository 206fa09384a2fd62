package io.usersummary.bench.data;

import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/**
 * Who acts how often.
 *
 * @param events number of events
 * @param users number of different users that may act
 * @param zipf true: the n-th user acts n times less often than the first; false: all alike
 */
public record Workload(long events, int users, boolean zipf) {

    private static final long SEED = 20_180_816;
    private static final int DEFAULT_BATCH = 9;

    /** Makes the number of events a multiple of nine. */
    public Workload {
        // Else the application's last, incomplete batch would wait for more events until its
        // timeout, and that wait would be taken for work.
        events -= events % DEFAULT_BATCH;
    }

    /** A short name for tables and charts. */
    public String name() {
        return "%s users, %s".formatted(Counts.brief(users), zipf ? "Zipf" : "uniform");
    }

    /** A fresh, seeded source of randomness: the same numbers in every run. */
    SplittableRandom random() {
        return new SplittableRandom(SEED + users + (zipf ? 1 : 0));
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
