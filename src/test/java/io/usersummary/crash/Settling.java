package io.usersummary.crash;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for the service to be done with its input, and tells what is not as it should be. */
final class Settling {

    /** How long the last repairs may take once all input is acknowledged. */
    private static final Duration REPAIRS = Duration.ofMinutes(1);

    /** Longer than a batch may stay open and a repair may wait for its turn. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private static final int SHOWN = 30;

    private Settling() {}

    /** Waits until all input is acknowledged and what is published is exact. */
    static void awaitExact(Cluster cluster) {
        Awaitility.await("all input to be acknowledged")
                .atMost(ChildProcess.PATIENCE)
                .until(cluster::allCommitted);
        try {
            Awaitility.await()
                    .atMost(REPAIRS)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> Oracle.consult(cluster).differences().isEmpty());
        } catch (ConditionTimeoutException e) {
            List<String> differences = Oracle.consult(cluster).differences();
            throw new AssertionError(
                    differences.size()
                            + " differences:\n"
                            + String.join(
                                    "\n",
                                    differences.subList(0, Math.min(SHOWN, differences.size()))));
        }
    }

    /** Fails if anything is published in the next few seconds. */
    static void assertQuiet(Cluster cluster) {
        Map<Integer, Long> before = cluster.ends(Cluster.OUTPUT);
        long end = System.nanoTime() + QUIET.toNanos();
        Awaitility.await()
                .atMost(ChildProcess.PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .failFast(
                        "something was published although there was nothing to do",
                        () -> !before.equals(cluster.ends(Cluster.OUTPUT)))
                .until(() -> System.nanoTime() > end);
    }
}
