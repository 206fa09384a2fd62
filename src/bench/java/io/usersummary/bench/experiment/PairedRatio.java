package io.usersummary.bench.experiment;

import io.usersummary.bench.report.Results;
import io.usersummary.bench.report.Results.Measurement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * One contender beside another, turn by turn: both ran in the same round, so that a machine whose
 * speed drifts favours neither. The median of the ratios, with the interval that holds the true
 * median in at least 19 of 20 cases whatever their distribution (order statistics).
 */
record PairedRatio(double median, double low, double high, int turns) {

    /** Of all rounds in which both were measured. */
    static PairedRatio of(
            Results results, String experiment, String workload, String metric, List<String> pair) {
        Map<Integer, Double> one = byRound(results, experiment, workload, metric, pair.get(0));
        Map<Integer, Double> other = byRound(results, experiment, workload, metric, pair.get(1));
        double[] ratios =
                one.entrySet().stream()
                        .filter(entry -> other.containsKey(entry.getKey()))
                        .mapToDouble(entry -> entry.getValue() / other.get(entry.getKey()))
                        .sorted()
                        .toArray();
        int turns = ratios.length;
        if (turns == 0) {
            return new PairedRatio(Double.NaN, Double.NaN, Double.NaN, 0);
        }
        int outside = outside(turns);
        double median = (ratios[(turns - 1) / 2] + ratios[turns / 2]) / 2;
        return new PairedRatio(median, ratios[outside], ratios[turns - 1 - outside], turns);
    }

    private static Map<Integer, Double> byRound(
            Results results, String experiment, String workload, String metric, String contender) {
        return results.all().stream()
                .filter(m -> Objects.equals(m.experiment(), experiment))
                .filter(m -> m.workload().equals(workload) && m.contender().equals(contender))
                .filter(m -> m.metric().equals(metric))
                .collect(Collectors.toMap(Measurement::round, Measurement::value));
    }

    /** How many values lie outside the interval at each end: a median is a coin thrown n times. */
    private static int outside(int n) {
        double probability = Math.pow(0.5, n);
        double tail = probability;
        int outside = 0;
        while (tail + probability * (n - outside) / (outside + 1) <= 0.025) {
            probability = probability * (n - outside) / (outside + 1);
            tail += probability;
            outside++;
        }
        return outside;
    }

    @Override
    public String toString() {
        return turns == 0
                ? "-"
                : String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", median, low, high);
    }
}
