package io.usersummary.bench.experiment;

import io.usersummary.bench.contender.Contenders;
import io.usersummary.bench.report.Report;
import io.usersummary.bench.report.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The part of the report about more instances. */
final class ReplicasSection {

    private ReplicasSection() {}

    static void write(Report report) {
        report.heading("More instances");
        report.paragraph(
                """
                Instances of one group on this one machine, warmed up; every event changes its
                user, as live events do. Each instance reads its share of the input and follows all
                of the output, so the processor time of all together shows what following costs.""");
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "instances",
                        Lap.RATE,
                        Lap.CPU + ", all instances",
                        Lap.BROKER_CPU,
                        Lap.PUBLISHED,
                        Replicas.USERS_EACH));
        for (int instances : Replicas.INSTANCES) {
            Figures figures = figures(report.results(), instances);
            rows.add(
                    List.of(
                            String.valueOf(instances),
                            figures.spread(Lap.RATE, "%,.0f"),
                            figures.spread(Lap.CPU, "%.2f"),
                            figures.median(Lap.BROKER_CPU, "%.2f"),
                            figures.median(Lap.PUBLISHED, "%,.0f"),
                            figures.median(Replicas.USERS_EACH, "%,.0f")));
        }
        report.table(rows);
        limit(report);
    }

    /** With e of work an event and f to follow it, n instances do e / n + f each. */
    private static void limit(Report report) {
        int most = Replicas.INSTANCES.get(Replicas.INSTANCES.size() - 1);
        var one = figures(report.results(), 1).find(Lap.CPU);
        var many = figures(report.results(), most).find(Lap.CPU);
        if (one.isEmpty() || many.isEmpty()) {
            return;
        }
        double follow = (many.get().median() - one.get().median()) / (most - 1);
        double own = one.get().median() - follow;
        report.paragraph(
                String.format(
                        Locale.ROOT,
                        """
                        Following an event's summary costs %.2f µs in every instance, all else
                        %.2f µs in one. So n instances with a machine each get through at most
                        %.2f / (%.2f / n + %.2f) times what one does: %.1f times with two, %.1f
                        with four, %.1f with eight, and never more than %.1f times.""",
                        follow,
                        own,
                        own + follow,
                        own,
                        follow,
                        (own + follow) / (own / 2 + follow),
                        (own + follow) / (own / 4 + follow),
                        (own + follow) / (own / 8 + follow),
                        (own + follow) / follow));
    }

    private static Figures figures(Results results, int instances) {
        return new Figures(
                results, Replicas.NAME, Replicas.workload(instances), Contenders.SERVICE.name());
    }
}
