package io.usersummary.bench.experiment;

import io.usersummary.bench.contender.Contender;
import io.usersummary.bench.lab.Child;
import io.usersummary.bench.lab.Cluster;
import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.lab.Patience;
import io.usersummary.bench.lab.Stopwatch;

/**
 * Runs one contender over the whole input topic and times it from outside: from the moment at which
 * the broker has served the first bytes of the topic until the group has committed the last offset.
 */
public final class Race {

    private static final int FIRST_BYTE_LOOK_MILLIS = 5;
    private static final int COMMIT_LOOK_MILLIS = 20;
    private static int groups;

    private final Lab lab;

    public Race(Lab lab) {
        this.lab = lab;
    }

    /**
     * What one run took.
     *
     * @param window from the first bytes served to the last offset committed
     * @param startSeconds from the start of the process to the first bytes
     * @param startCpuSeconds processor time of the process before the first bytes
     * @param published records in the output topic
     * @param peakMegabytes the most memory the process had, of everything it had resident
     */
    public record Outcome(
            Stopwatch.Usage window,
            double startSeconds,
            double startCpuSeconds,
            long published,
            double peakMegabytes) {}

    /** Runs a contender; throws an {@link IllegalStateException} if it does not get through. */
    public Outcome run(Contender contender, long events) {
        lab.cluster().recreateOutput();
        lab.quiesce();
        String group =
                "bench-" + contender.name().replaceAll("[^a-zA-Z0-9.-]", "-") + "-" + ++groups;
        long served = lab.bytesOut().of(Cluster.INPUT);
        long started = System.nanoTime();
        try (Child child = contender.start(lab, group, events)) {
            Patience.await(
                    child,
                    FIRST_BYTE_LOOK_MILLIS,
                    () -> lab.bytesOut().of(Cluster.INPUT) > served,
                    "has read nothing");
            double startSeconds = (System.nanoTime() - started) / 1e9;
            double startCpu = child.cpuSeconds();
            Stopwatch watch = Stopwatch.start(child, lab.broker());
            Patience.await(
                    child,
                    COMMIT_LOOK_MILLIS,
                    () -> lab.cluster().committed(group, Cluster.INPUT) >= events,
                    "has not committed the last offset");
            Stopwatch.Usage window = watch.read();
            return new Outcome(
                    window,
                    startSeconds,
                    startCpu,
                    lab.cluster().records(Cluster.OUTPUT),
                    child.peakMegabytes());
        } finally {
            lab.cluster().deleteTopicsOf(group);
        }
    }
}
