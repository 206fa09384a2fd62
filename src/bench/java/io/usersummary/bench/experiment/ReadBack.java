package io.usersummary.bench.experiment;

import io.usersummary.bench.contender.Contender;
import io.usersummary.bench.contender.Contenders;
import io.usersummary.bench.contender.PlainPeer;
import io.usersummary.bench.contender.Service;
import io.usersummary.bench.data.Counts;
import io.usersummary.bench.lab.Child;
import io.usersummary.bench.lab.Cluster;
import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.lab.Patience;
import io.usersummary.bench.lab.Stopwatch;
import io.usersummary.bench.report.Report;
import io.usersummary.bench.report.Results;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** How fast a starting service gets its table back, beside consumers that read the same topic. */
public final class ReadBack implements Experiment {

    static final String NAME = "readback";
    static final String RATE = "records/s";
    static final String SECONDS = "s from process start";
    private static final int LOOK_MILLIS = 50;

    /** Asking for its readiness twenty times a second would be work that no other contender has. */
    private static final String DONE = "Read the table back";

    private static final List<Integer> USERS = List.of(1_000_000, 5_000_000, 10_000_000);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Lab lab, Report report) {
        List<Contender> entrants = Entrants.present(lab, report, NAME, Contenders.readingBack());
        List<Integer> sizes = USERS.stream().map(lab.settings()::scaled).toList();
        for (int users : sizes) {
            System.out.printf("%n%s: %,d users%n", NAME, users);
            lab.cluster().recreateInput();
            lab.cluster().recreateOutput();
            lab.filler().summaries(Cluster.OUTPUT, users);
            for (int round = 1; round <= lab.settings().rounds(); round++) {
                for (Contender entrant : entrants) {
                    measure(lab, report.results(), entrant, users, round);
                }
            }
        }
        ReadBackSection.write(report, sizes, entrants);
    }

    private static void measure(Lab lab, Results results, Contender entrant, int users, int round) {
        if (entrant instanceof PlainPeer peer) {
            plain(lab, results, peer, users, round);
        } else {
            service(lab, results, (Service) entrant, users, round);
        }
    }

    private static void plain(Lab lab, Results results, PlainPeer peer, int users, int round) {
        String group = "bench-readback-%s-%d-%d".formatted(peer.name(), users, round);
        measure(
                lab,
                results,
                peer.name(),
                users,
                round,
                () -> peer.start(lab, Cluster.OUTPUT, group, users),
                child -> () -> lab.cluster().committed(group, Cluster.OUTPUT) >= users);
    }

    private static void service(Lab lab, Results results, Service service, int users, int round) {
        String group = "bench-readback-%s-%d-%d".formatted(service.name(), users, round);
        measure(
                lab,
                results,
                service.name(),
                users,
                round,
                () -> service.start(lab, group),
                child -> () -> child.hasSaid(DONE));
    }

    private interface Start {
        Child child();
    }

    private static void measure(
            Lab lab,
            Results results,
            String contender,
            int users,
            int round,
            Start start,
            Function<Child, BooleanSupplier> done) {
        lab.quiesce();
        long served = lab.bytesOut().of(Cluster.OUTPUT);
        long started = System.nanoTime();
        try (Child child = start.child()) {
            Patience.await(
                    child,
                    LOOK_MILLIS,
                    () -> lab.bytesOut().of(Cluster.OUTPUT) > served,
                    "has read nothing");
            Stopwatch watch = Stopwatch.start(child, lab.broker());
            Patience.await(child, LOOK_MILLIS, done.apply(child), "has not read everything");
            Stopwatch.Usage window = watch.read();
            double total = (System.nanoTime() - started) / 1e9;
            note(results, contender, users, round, RATE, users / window.seconds());
            note(results, contender, users, round, Lap.FOREIGN, window.foreignShare());
            note(results, contender, users, round, SECONDS, total);
            System.out.printf(
                    "  round %d  %-14s %,10.0f records/s, %.1f s from process start%n",
                    round, contender, users / window.seconds(), total);
        } catch (IllegalStateException e) {
            System.out.printf("  round %d  %-14s failed: %s%n", round, contender, e.getMessage());
        }
    }

    private static void note(
            Results results, String contender, int users, int round, String metric, double value) {
        results.add(
                new Results.Measurement(NAME, workload(users), contender, round, metric, value));
    }

    static String workload(int users) {
        return Counts.brief(users) + " users";
    }
}
