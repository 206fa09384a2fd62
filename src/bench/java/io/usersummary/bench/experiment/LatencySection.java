package io.usersummary.bench.experiment;

import io.usersummary.bench.contender.Contender;
import io.usersummary.bench.contender.Service;
import io.usersummary.bench.report.BarChart;
import io.usersummary.bench.report.Report;
import io.usersummary.bench.report.Results;
import java.util.ArrayList;
import java.util.List;

/** The part of the report about latency. */
final class LatencySection {

    private LatencySection() {}

    static void write(Report report, List<Contender> contenders) {
        report.heading("Latency");
        report.paragraph(
                """
                From the append of an event to the append of the first summary that covers it, both
                by the broker's clock, which counts milliseconds. Every event changes its user's
                summary. The sender keeps its rate whatever happens, and the process is warmed up,
                at 10,000 events/s and then at each rate, before it is measured. `parse-publish`
                publishes after each poll: a consumer and a producer, and nothing more.""");
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("contender", "rate"));
        Latency.PERCENTILES.forEach(p -> head.add(Latency.metric(p)));
        rows.add(head);
        BarChart chart = new BarChart("Latency, median (p50) and 99th percentile in ms");
        for (int rate : Latency.RATES) {
            chart.group(Latency.workload(rate));
            for (Contender contender : contenders) {
                rows.add(row(report.results(), contender, rate));
                bar(report.results(), chart, contender, rate, 50);
                bar(report.results(), chart, contender, rate, 99);
            }
        }
        report.table(rows).chart("latency", "Latency", chart.svg());
    }

    private static List<String> row(Results results, Contender contender, int rate) {
        List<String> row = new ArrayList<>();
        row.add("`" + contender.name() + "`");
        row.add(Latency.workload(rate));
        Figures figures =
                new Figures(results, Latency.NAME, Latency.workload(rate), contender.name());
        Latency.PERCENTILES.forEach(p -> row.add(figures.spread(Latency.metric(p), "%.0f")));
        return row;
    }

    private static void bar(
            Results results, BarChart chart, Contender contender, int rate, double percentile) {
        Figures figures =
                new Figures(results, Latency.NAME, Latency.workload(rate), contender.name());
        String metric = Latency.metric(percentile);
        figures.find(metric)
                .ifPresent(
                        spread ->
                                chart.bar(
                                        contender.name() + " p" + (int) percentile,
                                        spread.median(),
                                        figures.median(metric, "%.0f ms"),
                                        contender instanceof Service));
    }
}
