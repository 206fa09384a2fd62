package io.usersummary.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Every single measurement of a run, in the order of time. */
public final class Results {

    private final List<Measurement> measurements = new ArrayList<>();

    /**
     * One measured number.
     *
     * @param experiment for example {@code throughput}
     * @param workload for example {@code 1k users, Zipf}
     * @param contender who was measured
     * @param round counted from 1
     * @param metric what was measured, with its unit
     */
    public record Measurement(
            String experiment,
            String workload,
            String contender,
            int round,
            String metric,
            double value) {}

    /** The middle of several rounds and how far they lie apart. */
    public record Spread(double median, double min, double max) {}

    public void add(Measurement measurement) {
        measurements.add(measurement);
    }

    public List<Measurement> all() {
        return List.copyOf(measurements);
    }

    /** Median and spread over all rounds, or empty if nothing was measured. */
    public Optional<Spread> spread(
            String experiment, String workload, String contender, String metric) {
        double[] values =
                measurements.stream()
                        .filter(m -> m.experiment().equals(experiment))
                        .filter(m -> m.workload().equals(workload))
                        .filter(m -> m.contender().equals(contender))
                        .filter(m -> m.metric().equals(metric))
                        .mapToDouble(Measurement::value)
                        .sorted()
                        .toArray();
        return values.length == 0 ? Optional.empty() : Optional.of(spread(values));
    }

    private static Spread spread(double[] sorted) {
        int middle = sorted.length / 2;
        double median =
                sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], Arrays.stream(sorted).max().orElseThrow());
    }
}
