package io.usersummary.bench.experiment;

import io.usersummary.bench.contender.Contender;
import io.usersummary.bench.contender.Contenders;
import io.usersummary.bench.lab.Child;
import io.usersummary.bench.lab.Cluster;
import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.lab.Patience;
import io.usersummary.bench.report.Report;
import io.usersummary.bench.report.Results;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long from the append of an event to the append of a summary that covers it. */
public final class Latency implements Experiment {

    static final String NAME = "latency";
    static final List<Integer> RATES = List.of(2_000, 4_000, 10_000, 20_000);
    static final List<Double> PERCENTILES = List.of(50.0, 90.0, 99.0, 99.9, 100.0);

    /** Fast enough to have the compiler done with a process that is to run for weeks. */
    private static final int WARM_UP_RATE = 10_000;

    private static final int LOOK_MILLIS = 20;

    private record Range(int from, int to) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Lab lab, Report report) {
        List<Contender> contenders =
                Entrants.present(
                        lab,
                        report,
                        NAME,
                        List.of(
                                Contenders.PUBLISHING_PEER,
                                Contenders.SERVICE,
                                Contenders.FRUGAL_SERVICE));
        System.out.printf("%n%s: rising rates in one running process%n", NAME);
        for (int round = 1; round <= lab.settings().rounds(); round++) {
            for (Contender contender : contenders) {
                try {
                    measure(lab, report.results(), contender, round);
                } catch (IllegalStateException e) {
                    System.out.printf("  %s failed: %s%n", contender.name(), e.getMessage());
                }
            }
        }
        LatencySection.write(report, contenders);
    }

    private static void measure(Lab lab, Results results, Contender contender, int round) {
        lab.cluster().recreateInput();
        lab.cluster().recreateOutput();
        lab.quiesce();
        int settle = lab.settings().scaled(10);
        int seconds = lab.settings().scaled(20);
        int capacity =
                WARM_UP_RATE * settle
                        + RATES.stream().mapToInt(rate -> rate * (2 * settle + seconds + 1)).sum();
        String group = "bench-latency-" + contender.name() + "-" + round;
        try (Child child = contender.start(lab, group, Long.MAX_VALUE);
                SteadyLoad load = new SteadyLoad(lab.bootstrapServers(), capacity)) {
            load.run(WARM_UP_RATE, settle);
            // What piled up while it started must not count as latency.
            awaitCommitted(lab, child, group, load.sent());
            Map<Integer, Range> ranges = new LinkedHashMap<>();
            for (int rate : RATES) {
                load.run(rate, settle);
                int from = load.sent();
                load.run(rate, seconds);
                ranges.put(rate, new Range(from, load.sent()));
            }
            // Events behind the measured ones, so that the last batch need not time out.
            load.run(RATES.get(0), 1);
            long[] appendedAt = load.appendedAt();
            awaitCommitted(lab, child, group, load.sent());
            Coverage coverage = new Coverage(lab.bootstrapServers(), appendedAt, load.sent());
            ranges.forEach(
                    (rate, range) -> {
                        long[] latencies = coverage.latencies(range.from(), range.to());
                        note(results, contender, rate, round, latencies);
                    });
        } finally {
            lab.cluster().deleteTopicsOf(group);
        }
    }

    private static void awaitCommitted(Lab lab, Child child, String group, int events) {
        Patience.await(
                child,
                LOOK_MILLIS,
                () -> lab.cluster().committed(group, Cluster.INPUT) >= events,
                "has not committed");
    }

    private static void note(
            Results results, Contender contender, int rate, int round, long[] sorted) {
        StringBuilder line = new StringBuilder();
        for (double percentile : PERCENTILES) {
            int index = (int) Math.ceil(percentile / 100 * sorted.length) - 1;
            long millis = sorted[Math.max(0, index)];
            line.append("  ").append(metric(percentile)).append(' ').append(millis);
            results.add(
                    new Results.Measurement(
                            NAME,
                            workload(rate),
                            contender.name(),
                            round,
                            metric(percentile),
                            millis));
        }
        System.out.printf(
                "  round %d  %-14s %,6d events/s %s%n", round, contender.name(), rate, line);
    }

    static String workload(int rate) {
        return "%,d events/s".formatted(rate);
    }

    static String metric(double percentile) {
        return percentile == 100
                ? "max ms"
                : "p" + (percentile + "").replaceAll("\\.0$", "") + " ms";
    }
}
