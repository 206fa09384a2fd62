package io.usersummary.bench.experiment;

import io.usersummary.bench.contender.Contenders;
import io.usersummary.bench.contender.Service;
import io.usersummary.bench.data.Backlog;
import io.usersummary.bench.data.Workload;
import io.usersummary.bench.lab.Child;
import io.usersummary.bench.lab.Cluster;
import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.lab.LiveStreamClient;
import io.usersummary.bench.lab.Patience;
import io.usersummary.bench.lab.Probe;
import io.usersummary.bench.lab.Stopwatch;
import io.usersummary.bench.report.Report;
import io.usersummary.bench.report.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What it costs that somebody looks at the page: one warmed-up process gets one backlog after the
 * other, in turns with and without a client of its live stream.
 */
public final class Viewer implements Experiment {

    private static final String NAME = "viewer";
    private static final String ALONE = "nobody looks";
    private static final String WATCHED = "one viewer";
    private static final int USERS = 100_000;
    private static final int TURNS_A_ROUND = 3;
    private static final int LOOK_MILLIS = 20;

    static final Service SERVICE =
            new Service(
                    Contenders.SERVICE.name(),
                    Contenders.SERVICE.description(),
                    Map.of("mp.messaging.incoming.events.isolation.level", "read_committed"));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Lab lab, Report report) {
        if (Entrants.present(lab, report, NAME, List.of(SERVICE)).isEmpty()) {
            return;
        }
        System.out.printf("%n%s: %,d users, all events change their users%n", NAME, USERS);
        lab.cluster().recreateInput();
        lab.cluster().recreateOutput();
        String group = "bench-viewer";
        try (Child child = SERVICE.start(lab, group);
                Backlog backlog = new Backlog(lab.bootstrapServers(), Cluster.INPUT, USERS)) {
            Patience.await(child, LOOK_MILLIS, new Probe(lab.httpPort())::ready, "is not ready");
            turn(lab, child, backlog, group);
            turn(lab, child, backlog, group);
            for (int turn = 1; turn <= TURNS_A_ROUND * lab.settings().rounds(); turn++) {
                // Neither has the better place in the row.
                boolean watchedFirst = turn % 2 == 0;
                measure(lab, child, backlog, group, watchedFirst, turn, report.results());
                measure(lab, child, backlog, group, !watchedFirst, turn, report.results());
            }
        }
        write(report);
    }

    private static void measure(
            Lab lab,
            Child child,
            Backlog backlog,
            String group,
            boolean watched,
            int turn,
            Results results) {
        Stopwatch.Usage usage;
        if (watched) {
            try (LiveStreamClient client = new LiveStreamClient(lab.httpPort())) {
                Patience.await(child, LOOK_MILLIS, () -> client.lines() > 0, "streams nothing");
                usage = turn(lab, child, backlog, group);
            }
        } else {
            usage = turn(lab, child, backlog, group);
        }
        double events = events(lab);
        String workload = watched ? WATCHED : ALONE;
        note(results, workload, turn, Lap.RATE, events / usage.seconds());
        note(results, workload, turn, Lap.CPU, usage.cpuSeconds() / events * 1e6);
        note(results, workload, turn, Lap.FOREIGN, usage.foreignShare());
        System.out.printf(
                "  turn %d  %-14s %,10.0f events/s  %5.2f CPU s per million%n",
                turn, workload, events / usage.seconds(), usage.cpuSeconds() / events * 1e6);
    }

    /** Gets one backlog through; the child has to wait for transactions. */
    static Stopwatch.Usage turn(Lab lab, Child child, Backlog backlog, String group) {
        long events = events(lab);
        backlog.write(events);
        lab.quiesce();
        long before = lab.cluster().committed(group, Cluster.INPUT);
        Stopwatch watch = Stopwatch.start(child, lab.broker());
        backlog.release();
        Patience.await(
                child,
                LOOK_MILLIS,
                () -> lab.cluster().committed(group, Cluster.INPUT) >= before + events,
                "has not committed");
        return watch.read();
    }

    static long events(Lab lab) {
        return new Workload(lab.settings().events(), USERS, false).events();
    }

    private static void note(
            Results results, String workload, int turn, String metric, double value) {
        results.add(new Results.Measurement(NAME, workload, SERVICE.name(), turn, metric, value));
    }

    private static void write(Report report) {
        report.heading("With a viewer");
        report.paragraph(
                """
                One warmed-up process that gets one backlog after the other, in turns with and
                without a client that reads its live stream; every event changes its user.""");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", Lap.RATE, "ratio", Lap.CPU, "ratio", "others used"));
        for (String workload : List.of(ALONE, WATCHED)) {
            Figures figures = new Figures(report.results(), NAME, workload, SERVICE.name());
            Figures alone = new Figures(report.results(), NAME, ALONE, SERVICE.name());
            rows.add(
                    List.of(
                            workload,
                            figures.spread(Lap.RATE, "%,.0f"),
                            figures.ratio(Lap.RATE, alone),
                            figures.spread(Lap.CPU, "%.2f"),
                            figures.ratio(Lap.CPU, alone),
                            figures.percent(Lap.FOREIGN)));
        }
        report.table(rows);
    }
}
