package io.usersummary.bench.lab;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something a child process is to do, and gives up when the child has died. */
public final class Patience {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private Patience() {}

    /**
     * Returns when the condition holds.
     *
     * @param lookMillis pause between two looks: the resolution of whatever is timed by this
     * @param otherwise what to say the child has not done, if it does not
     */
    public static void await(
            Child child, int lookMillis, BooleanSupplier condition, String otherwise) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            child.requireAlive();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "%s in %d minutes; %s"
                                .formatted(otherwise, LIMIT.toMinutes(), child.tail()));
            }
            Pause.millis(lookMillis);
        }
    }
}
