package io.usersummary.bench.experiment;

import io.usersummary.bench.contender.Contender;
import io.usersummary.bench.data.Workload;
import io.usersummary.bench.report.LineChart;
import io.usersummary.bench.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The part of the report about growth. */
record ScalingSection(Report report, List<Contender> contenders) {

    void write(List<Workload> byEvents, List<Workload> byUsers) {
        report.heading("Scaling");
        report.paragraph(
                """
                One run each: more and more events of as many users, then as many events of more
                and more users, all users alike. The more users there are, the more of the events
                teach something and are published, so that this part of the cost grows with the
                output; `parse` publishes nothing.""");
        List<Workload> workloads = new ArrayList<>(byEvents);
        workloads.addAll(byUsers);
        report.table(table(workloads));
        report.chart(
                "scaling-events",
                "Cost against events",
                chart("CPU seconds", "million events", byEvents, Workload::events));
        report.chart(
                "scaling-users",
                "Cost against users",
                chart("CPU seconds", "million users", byUsers, Workload::users));
    }

    private List<List<String>> table(List<Workload> workloads) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "contender",
                        "workload",
                        Scaling.SECONDS,
                        Scaling.CPU_SECONDS,
                        Lap.CPU,
                        "others used"));
        for (Workload workload : workloads) {
            for (Contender contender : contenders) {
                Figures figures = figures(workload, contender);
                rows.add(
                        List.of(
                                "`" + contender.name() + "`",
                                Scaling.label(workload),
                                figures.median(Scaling.SECONDS, "%.1f"),
                                figures.median(Scaling.CPU_SECONDS, "%.1f"),
                                perMillion(figures, workload),
                                figures.percent(Lap.FOREIGN)));
            }
        }
        return rows;
    }

    private static String perMillion(Figures figures, Workload workload) {
        return figures.find(Scaling.CPU_SECONDS)
                .map(cpu -> cpu.median() / (workload.events() / 1e6))
                .map(cpu -> String.format(Locale.ROOT, "%.2f", cpu))
                .orElse("-");
    }

    private String chart(
            String title, String axis, List<Workload> workloads, ToDoubleFunction<Workload> x) {
        LineChart chart = new LineChart(title, axis);
        for (Contender contender : contenders) {
            List<LineChart.Point> points = new ArrayList<>();
            for (Workload workload : workloads) {
                figures(workload, contender)
                        .find(Scaling.CPU_SECONDS)
                        .map(s -> new LineChart.Point(x.applyAsDouble(workload) / 1e6, s.median()))
                        .ifPresent(points::add);
            }
            chart.line(contender.name(), points);
        }
        return chart.svg();
    }

    private Figures figures(Workload workload, Contender contender) {
        return new Figures(
                report.results(), Scaling.NAME, Scaling.label(workload), contender.name());
    }
}
