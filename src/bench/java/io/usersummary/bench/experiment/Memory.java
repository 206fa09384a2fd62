package io.usersummary.bench.experiment;

import io.usersummary.bench.contender.Contenders;
import io.usersummary.bench.data.Counts;
import io.usersummary.bench.lab.Child;
import io.usersummary.bench.lab.Cluster;
import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.lab.LiveHeap;
import io.usersummary.bench.lab.Patience;
import io.usersummary.bench.lab.Probe;
import io.usersummary.bench.report.Report;
import io.usersummary.bench.report.Results;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a user costs in memory: live heap of the running service, less that of an empty one. */
public final class Memory implements Experiment {

    private static final String NAME = "memory";
    private static final String LIVE = "live heap MB";
    private static final String PER_USER = "bytes a user";
    private static final List<Integer> USERS = List.of(1_000_000, 5_000_000, 10_000_000);
    private static final int LOOK_MILLIS = 100;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Lab lab, Report report) {
        if (Entrants.present(lab, report, NAME, List.of(Contenders.SERVICE)).isEmpty()) {
            return;
        }
        System.out.printf("%n%s%n", NAME);
        List<Integer> sizes = USERS.stream().map(lab.settings()::scaled).toList();
        try {
            long empty = measure(lab, 0);
            note(report.results(), 0, LIVE, empty / 1e6);
            for (int users : sizes) {
                long live = measure(lab, users);
                note(report.results(), users, LIVE, live / 1e6);
                note(report.results(), users, PER_USER, (double) (live - empty) / users);
            }
        } catch (IllegalStateException e) {
            System.out.printf("  failed: %s%n", e.getMessage());
        }
        write(report, sizes);
    }

    private static long measure(Lab lab, int users) {
        lab.cluster().recreateInput();
        lab.cluster().recreateOutput();
        lab.filler().summaries(Cluster.OUTPUT, users);
        Path histogram = lab.logs().resolve("heap-" + users + ".txt");
        Probe probe = new Probe(lab.httpPort());
        try (Child child = Contenders.SERVICE.start(lab, "bench-memory-" + users)) {
            Patience.await(child, LOOK_MILLIS, probe::ready, "has not become ready");
            double known = probe.users().orElse(users);
            if (known != users) {
                throw new IllegalStateException(
                        "The service knows %,.0f users instead of %,d".formatted(known, users));
            }
            return LiveHeap.bytes(child, histogram);
        }
    }

    private static void note(Results results, int users, String metric, double value) {
        System.out.printf(Locale.ROOT, "  %,9d users: %,.1f %s%n", users, value, metric);
        results.add(
                new Results.Measurement(
                        NAME, workload(users), Contenders.SERVICE.name(), 1, metric, value));
    }

    private static String workload(int users) {
        return Counts.brief(users) + " users";
    }

    private static void write(Report report, List<Integer> sizes) {
        report.heading("Memory");
        report.paragraph(
                """
                All objects alive in the running service after a full collection, by the JVM's own
                class histogram, with that many users read back and nothing else to do. A user's
                share is what is more than in a service without users.""");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("users", LIVE, PER_USER));
        List<Integer> all = new ArrayList<>(List.of(0));
        all.addAll(sizes);
        for (int users : all) {
            Figures figures =
                    new Figures(report.results(), NAME, workload(users), Contenders.SERVICE.name());
            rows.add(
                    List.of(
                            Counts.brief(users),
                            figures.median(LIVE, "%.1f"),
                            figures.median(PER_USER, "%.1f")));
        }
        report.table(rows);
    }
}
