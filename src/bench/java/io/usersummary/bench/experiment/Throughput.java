package io.usersummary.bench.experiment;

import io.usersummary.bench.Settings;
import io.usersummary.bench.contender.Contender;
import io.usersummary.bench.contender.Contenders;
import io.usersummary.bench.data.Workload;
import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * How many events a second, and at what cost: everybody on the same backlog, from a cold start or
 * for so long that the start is a small part.
 */
public final class Throughput implements Experiment {

    private static final int LONG = 10;

    private final String name;
    private final String heading;
    private final ToLongFunction<Settings> events;
    private final LongFunction<List<Workload>> workloads;

    private Throughput(
            String name,
            String heading,
            ToLongFunction<Settings> events,
            LongFunction<List<Workload>> workloads) {
        this.name = name;
        this.heading = heading;
        this.events = events;
        this.workloads = workloads;
    }

    /** The first events of a process's life, with users and times of all kinds. */
    public static Throughput fromColdStart() {
        return new Throughput(
                "throughput", "From a cold start", Settings::events, Throughput::ofAllKinds);
    }

    /** Ten times as many. */
    public static Throughput sustained() {
        return new Throughput(
                "sustained",
                "Sustained",
                settings -> settings.events() * LONG,
                events -> List.of(new Workload(events, 100_000, true)));
    }

    private static List<Workload> ofAllKinds(long events) {
        List<Workload> all = new ArrayList<>();
        for (int users : List.of(1_000, 100_000)) {
            all.add(new Workload(events, users, false));
            all.add(new Workload(events, users, true));
        }
        all.add(new Workload(events, 10_000, false, Workload.Times.RISING));
        all.add(new Workload(events, 10_000, false, Workload.Times.ONE_IN_TEN));
        return all;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void run(Lab lab, Report report) {
        List<Contender> contenders = Entrants.present(lab, report, name, Contenders.all());
        Rounds rounds = new Rounds(name, lab, report.results());
        List<Workload> all = workloads.apply(events.applyAsLong(lab.settings()));
        all.forEach(workload -> rounds.run(workload, contenders));
        new ThroughputSection(name, heading).write(report, all, contenders);
    }
}
