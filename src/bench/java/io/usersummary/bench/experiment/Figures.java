package io.usersummary.bench.experiment;

import io.usersummary.bench.report.Results;
import io.usersummary.bench.report.Results.Spread;
import java.util.Locale;
import java.util.Optional;

/** The numbers of one contender on one workload, written for a table. */
record Figures(Results results, String experiment, String workload, String contender) {

    private static final String NONE = "-";

    /** Median with (min to max). */
    String spread(String metric, String format) {
        String pattern = format + " (" + format + " to " + format + ")";
        return find(metric)
                .map(s -> String.format(Locale.ROOT, pattern, s.median(), s.min(), s.max()))
                .orElse(NONE);
    }

    String median(String metric, String format) {
        return find(metric).map(s -> String.format(Locale.ROOT, format, s.median())).orElse(NONE);
    }

    /** The median, a share from 0 to 1, as percentage. */
    String percent(String metric) {
        return find(metric)
                .map(s -> String.format(Locale.ROOT, "%.0f%%", s.median() * 100))
                .orElse(NONE);
    }

    /** Median divided by the peer's median. */
    String ratio(String metric, String peer) {
        return ratio(metric, of(peer));
    }

    /** Median divided by that of other figures. */
    String ratio(String metric, Figures other) {
        return ratioValue(metric, other)
                .map(r -> String.format(Locale.ROOT, "%.2f", r))
                .orElse(NONE);
    }

    Optional<Double> ratioValue(String metric, String peer) {
        return ratioValue(metric, of(peer));
    }

    private Optional<Double> ratioValue(String metric, Figures other) {
        return find(metric).flatMap(own -> other.find(metric).map(o -> own.median() / o.median()));
    }

    private Figures of(String peer) {
        return new Figures(results, experiment, workload, peer);
    }

    Optional<Spread> find(String metric) {
        return results.spread(experiment, workload, contender, metric);
    }
}
