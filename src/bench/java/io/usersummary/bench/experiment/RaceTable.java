package io.usersummary.bench.experiment;

import io.usersummary.bench.contender.Contender;
import io.usersummary.bench.data.Workload;
import io.usersummary.bench.report.Results;
import java.util.ArrayList;
import java.util.List;

/** What a race took, a row for everybody who took part. */
final class RaceTable {

    private RaceTable() {}

    /**
     * The rows, the first one being the head.
     *
     * @param peer the contender that ratios are to
     */
    static List<List<String>> rows(
            Results results,
            String experiment,
            Workload workload,
            List<Contender> contenders,
            String peer) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "contender",
                        Lap.RATE,
                        "ratio",
                        Lap.CPU,
                        "ratio",
                        Lap.BROKER_CPU,
                        Lap.START,
                        Lap.PUBLISHED,
                        Lap.WRONG,
                        "others used"));
        for (Contender contender : contenders) {
            Figures figures = new Figures(results, experiment, workload.name(), contender.name());
            rows.add(
                    List.of(
                            "`" + contender.name() + "`",
                            figures.spread(Lap.RATE, "%,.0f"),
                            figures.ratio(Lap.RATE, peer),
                            figures.spread(Lap.CPU, "%.2f"),
                            figures.ratio(Lap.CPU, peer),
                            figures.median(Lap.BROKER_CPU, "%.2f"),
                            figures.median(Lap.START, "%.1f"),
                            figures.median(Lap.PUBLISHED, "%,.0f"),
                            figures.median(Lap.WRONG, "%,.0f"),
                            figures.percent(Lap.FOREIGN)));
        }
        return rows;
    }
}
