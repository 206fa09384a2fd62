package io.usersummary.bench.experiment;

import io.usersummary.bench.experiment.Replicas.Setup;
import io.usersummary.bench.report.Report;
import io.usersummary.bench.report.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The part of the report about more instances, more consumers and the other engine. */
final class ReplicasSection {

    private ReplicasSection() {}

    static void write(Report report) {
        report.heading("More instances, more consumers");
        report.paragraph(
                """
                Instances of one group on this one machine, warmed up; every event changes its
                user, as live events do. Each instance of the default engine reads its share of the
                input and follows all of the output, so the processor time of all together shows
                what following costs; consumers of one instance share what follows. On Kafka
                Streams (`service-on-streams`, sent once more by userId) an instance follows its
                partitions.""");
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "engine",
                        "",
                        Lap.RATE,
                        Lap.CPU + ", all instances",
                        Replicas.WORK,
                        "ratio to one",
                        Lap.BROKER_CPU,
                        Lap.PUBLISHED,
                        Replicas.USERS_EACH));
        List<Setup> all =
                Stream.of(Replicas.INSTANCES, Replicas.CONSUMERS, Replicas.STREAMS)
                        .flatMap(List::stream)
                        .toList();
        for (Setup setup : all) {
            Figures figures = figures(report.results(), setup);
            Figures one = figures(report.results(), new Setup(setup.service(), 1, 1));
            rows.add(
                    List.of(
                            setup.service().name(),
                            setup.toString(),
                            figures.spread(Lap.RATE, "%,.0f"),
                            figures.spread(Lap.CPU, "%.2f"),
                            figures.spread(Replicas.WORK, "%.2f"),
                            figures.ratio(Replicas.WORK, one),
                            figures.median(Lap.BROKER_CPU, "%.2f"),
                            figures.median(Lap.PUBLISHED, "%,.0f"),
                            figures.median(Replicas.USERS_EACH, "%,.0f")));
        }
        report.table(rows);
        limit(report);
    }

    /** With e of work an event and f to follow it, n instances do e / n + f each. */
    private static void limit(Report report) {
        Setup most = Replicas.INSTANCES.get(Replicas.INSTANCES.size() - 1);
        var one = figures(report.results(), Replicas.INSTANCES.get(0)).find(Replicas.WORK);
        var many = figures(report.results(), most).find(Replicas.WORK);
        if (one.isEmpty() || many.isEmpty()) {
            return;
        }
        double follow = (many.get().median() - one.get().median()) / (most.instances() - 1);
        double own = one.get().median() - follow;
        if (own <= 0) {
            // One alone wrote so much less that the figures do not compare.
            return;
        }
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

    private static Figures figures(Results results, Setup setup) {
        return new Figures(results, Replicas.NAME, setup.toString(), setup.service().name());
    }
}
