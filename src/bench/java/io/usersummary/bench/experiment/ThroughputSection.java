package io.usersummary.bench.experiment;

import io.usersummary.bench.contender.Contender;
import io.usersummary.bench.contender.Contenders;
import io.usersummary.bench.contender.Service;
import io.usersummary.bench.data.Counts;
import io.usersummary.bench.data.Workload;
import io.usersummary.bench.report.BarChart;
import io.usersummary.bench.report.Report;
import io.usersummary.bench.report.Results;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The part of the report about throughput and cost.
 *
 * @param experiment whose results it is about
 */
record ThroughputSection(String experiment, String heading) {

    void write(Report report, List<Workload> workloads, List<Contender> contenders) {
        report.heading(
                "%s: throughput and cost of %s events"
                        .formatted(heading, Counts.brief(workloads.get(0).events())));
        report.paragraph(
                """
                Everybody reads the same backlog, one at a time, in a process of its own, in the
                opposite order every other round. The clock runs from the moment at which the
                broker has served the first bytes of the input topic until the group has committed
                the last offset; for whoever publishes that includes the acknowledged output.
                Processor time is that of the contender's process in the same window. Ratios are to
                `%s`, which has consumer settings as good as anybody's, and to `%s`, which does
                nothing with what it reads. Numbers are medians of all rounds with (min to max)."""
                        .formatted(Contenders.NAMED_PEER, Contenders.FLOOR));
        report.paragraph(
                contenders.stream()
                        .map(c -> "- `" + c.name() + "`: " + c.description())
                        .collect(Collectors.joining("\n")));
        for (Workload workload : workloads) {
            report.paragraph("**" + workload.name() + "**");
            report.table(
                    RaceTable.rows(
                            report.results(),
                            experiment,
                            workload,
                            contenders,
                            Contenders.NAMED_PEER,
                            Contenders.FLOOR));
        }
        report.chart(
                experiment,
                "Throughput",
                chart(
                        report.results(),
                        workloads,
                        contenders,
                        Lap.RATE,
                        "Throughput, %s = 1".formatted(Contenders.NAMED_PEER)));
        report.chart(
                experiment + "-cpu",
                "Processor time an event",
                chart(
                        report.results(),
                        workloads,
                        contenders,
                        Lap.CPU,
                        "Processor time an event, %s = 1 (less is better)"
                                .formatted(Contenders.NAMED_PEER)));
    }

    private String chart(
            Results results,
            List<Workload> workloads,
            List<Contender> contenders,
            String metric,
            String title) {
        BarChart chart = new BarChart(title);
        for (Workload workload : workloads) {
            chart.group(workload.name());
            for (Contender contender : contenders) {
                Figures figures =
                        new Figures(results, experiment, workload.name(), contender.name());
                figures.ratioValue(metric, Contenders.NAMED_PEER)
                        .ifPresent(
                                ratio ->
                                        chart.bar(
                                                contender.name(),
                                                ratio,
                                                figures.ratio(metric, Contenders.NAMED_PEER),
                                                contender instanceof Service));
            }
        }
        return chart.svg();
    }
}
