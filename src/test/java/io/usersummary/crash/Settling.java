package io.usersummary.crash;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for the service to be done with its input, and tells what is not as it should be. */
final class Settling {

    /** How long the last repairs may take once all input is acknowledged. */
    private static final Duration REPAIRS = Duration.ofMinutes(2);

    /** Longer than a batch may stay open and a repair may wait for its turn. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private static final int SHOWN = 30;

    private Settling() {}

    /** Waits until all input is acknowledged and what is published is exact. */
    static void awaitExact(Kafka kafka) {
        awaitExact(kafka, () -> Oracle.consult(kafka));
    }

    /** The same, as some other oracle sees it; returns what that said in the end. */
    static Oracle awaitExact(Kafka kafka, Supplier<Oracle> oracle) {
        try {
            Awaitility.await().atMost(ChildProcess.PATIENCE).until(kafka.group()::allCommitted);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not acknowledged: " + kafka.group().behind(), e);
        }
        AtomicReference<Oracle> last = new AtomicReference<>();
        try {
            Awaitility.await()
                    .atMost(REPAIRS)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(
                            () -> {
                                last.set(oracle.get());
                                return last.get().differences().isEmpty();
                            });
        } catch (ConditionTimeoutException e) {
            if (last.get() == null) {
                throw new AssertionError("no answer from Kafka", e);
            }
            List<String> differences = last.get().differences();
            throw new AssertionError(
                    differences.size()
                            + " differences:\n"
                            + String.join(
                                    "\n",
                                    differences.subList(0, Math.min(SHOWN, differences.size()))));
        }
        return last.get();
    }

    /** Fails if anything is published in the next few seconds. */
    static void assertQuiet(Kafka kafka) {
        Map<Integer, Long> before = kafka.ends(Kafka.OUTPUT);
        long end = System.nanoTime() + QUIET.toNanos();
        Awaitility.await()
                .atMost(ChildProcess.PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .failFast(
                        "something was published although there was nothing to do",
                        () -> !before.equals(kafka.ends(Kafka.OUTPUT)))
                .until(() -> System.nanoTime() > end);
    }
}
