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
     * @param peers the contenders that ratios are to; that of the processor time to the first one
     */
    static List<List<String>> rows(
            Results results,
            String experiment,
            Workload workload,
            List<Contender> contenders,
            String... peers) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("contender", Lap.RATE));
        for (String peer : peers) {
            head.add("beside `" + peer + "`");
        }
        head.addAll(
                List.of(
                        Lap.CPU,
                        "beside `" + peers[0] + "`",
                        Lap.PEAK_RSS,
                        Lap.BROKER_CPU,
                        Lap.START,
                        Lap.PUBLISHED,
                        Lap.WRONG,
                        "others used"));
        rows.add(head);
        for (Contender contender : contenders) {
            rows.add(
                    row(
                            new Figures(results, experiment, workload.name(), contender.name()),
                            peers));
        }
        return rows;
    }

    private static List<String> row(Figures figures, String... peers) {
        List<String> row = new ArrayList<>();
        row.add("`" + figures.contender() + "`");
        row.add(figures.spread(Lap.RATE, "%,.0f"));
        for (String peer : peers) {
            row.add(figures.ratio(Lap.RATE, peer));
        }
        row.add(figures.spread(Lap.CPU, "%.2f"));
        row.add(figures.ratio(Lap.CPU, peers[0]));
        row.add(figures.median(Lap.PEAK_RSS, "%,.0f"));
        row.add(figures.median(Lap.BROKER_CPU, "%.2f"));
        row.add(figures.median(Lap.START, "%.1f"));
        row.add(figures.median(Lap.PUBLISHED, "%,.0f"));
        row.add(figures.median(Lap.WRONG, "%,.0f"));
        row.add(figures.percent(Lap.FOREIGN));
        return row;
    }
}
