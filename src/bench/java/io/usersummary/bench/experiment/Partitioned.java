package io.usersummary.bench.experiment;

import io.usersummary.bench.contender.Contenders;
import io.usersummary.bench.contender.Service;
import io.usersummary.bench.data.Counts;
import io.usersummary.bench.data.Workload;
import io.usersummary.bench.lab.Child;
import io.usersummary.bench.lab.Cluster;
import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.lab.Patience;
import io.usersummary.bench.lab.Probe;
import io.usersummary.bench.report.Report;
import io.usersummary.bench.report.Results;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Two instances of the engine on Kafka Streams with ten million users and 512 MB of heap: how long
 * they take to restore the table, what they need for it, and how long its partitions are without
 * anybody when one is killed, with and without a standby.
 */
public final class Partitioned implements Experiment {

    static final String NAME = "partitioned";
    private static final int USERS = 10_000_000;
    private static final int LOOK_MILLIS = 100;
    private static final int INSTANCES = 2;
    private static final double MEGABYTE = 1 << 20;

    /** Some for each partition. */
    private static final long EVENTS = 1_000;

    private static final String RESTORED = "s to restore, from process start";
    private static final String TAKEN_OVER = "s from a kill to all events committed";
    private static final String DISK = "disk MB";

    private static final List<Integer> STANDBYS = List.of(0, 1);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Lab lab, Report report) {
        if (Entrants.present(lab, report, NAME, List.of(Contenders.ON_STREAMS)).isEmpty()) {
            return;
        }
        int users = lab.settings().scaled(USERS);
        System.out.printf("%n%s: %,d users%n", NAME, users);
        for (int round = 1; round <= lab.settings().rounds(); round++) {
            for (int standbys : STANDBYS) {
                measure(lab, report.results(), users, standbys, round);
            }
        }
        write(report, users);
    }

    private static void measure(Lab lab, Results results, int users, int standbys, int round) {
        String group = "bench-partitioned-%d-%d".formatted(standbys, round);
        Service service =
                Contenders.ON_STREAMS
                        .set(Map.of("kafka-streams.num.standby.replicas", "" + standbys))
                        .options("-Xmx512m", "-XX:+ExitOnOutOfMemoryError");
        lab.cluster().recreateInput();
        lab.cluster().recreateOutput();
        lab.filler().summaries(Cluster.OUTPUT, users);
        lab.quiesce();
        List<Child> children = new ArrayList<>();
        try {
            long start = System.nanoTime();
            for (int i = 0; i < INSTANCES; i++) {
                children.add(service.start(lab, group, lab.httpPort() + i));
            }
            for (int i = 0; i < INSTANCES; i++) {
                Probe probe = new Probe(lab.httpPort() + i);
                Patience.await(children.get(i), LOOK_MILLIS, probe::ready, "is not ready");
            }
            note(results, standbys, round, RESTORED, secondsSince(start));
            lab.quiesce();
            long events = new Workload(EVENTS, users, false).events();
            Child survivor = children.get(0);
            children.get(1).kill();
            start = System.nanoTime();
            lab.filler().events(Cluster.INPUT, new Workload(events, users, false));
            Patience.await(
                    survivor,
                    LOOK_MILLIS,
                    () -> lab.cluster().committed(group, Cluster.INPUT) >= events,
                    "has not taken over");
            note(results, standbys, round, TAKEN_OVER, secondsSince(start));
            note(results, standbys, round, Lap.PEAK_RSS, survivor.peakMegabytes());
            note(results, standbys, round, DISK, disk(lab, group));
        } catch (IllegalStateException e) {
            System.out.printf("  round %d failed: %s%n", round, e.getMessage());
        } finally {
            children.forEach(Child::close);
            lab.cluster().deleteTopicsOf(group);
        }
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** What the instance that is left has on disk. */
    private static double disk(Lab lab, String group) {
        try (Stream<Path> files = Files.walk(Service.state(lab, group, lab.httpPort()))) {
            return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum()
                    / MEGABYTE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void note(
            Results results, int standbys, int round, String metric, double value) {
        System.out.printf(
                Locale.ROOT, "  round %d  %s: %,.1f %s%n", round, name(standbys), value, metric);
        results.add(
                new Results.Measurement(
                        NAME, name(standbys), Contenders.ON_STREAMS.name(), round, metric, value));
    }

    private static String name(int standbys) {
        return standbys == 0 ? "no standby" : "a standby";
    }

    private static void write(Report report, int users) {
        report.heading("Past one machine");
        report.paragraph(
                """
                Two instances on Kafka Streams, %s users in `output_topic`, `-Xmx512m` and a state
                directory each that is empty at the start. Then one is killed, and events are
                written at once; those of its partitions wait until its session has ended and the
                other one has its table. Memory and disk are those of the one that is left."""
                        .formatted(Counts.brief(users)));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", RESTORED, TAKEN_OVER, Lap.PEAK_RSS, DISK));
        for (int standbys : STANDBYS) {
            Figures figures =
                    new Figures(
                            report.results(), NAME, name(standbys), Contenders.ON_STREAMS.name());
            rows.add(
                    List.of(
                            name(standbys),
                            figures.spread(RESTORED, "%.1f"),
                            figures.spread(TAKEN_OVER, "%.1f"),
                            figures.spread(Lap.PEAK_RSS, "%,.0f"),
                            figures.spread(DISK, "%,.0f")));
        }
        report.table(rows);
    }
}
