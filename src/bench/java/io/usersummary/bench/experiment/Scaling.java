package io.usersummary.bench.experiment;

import io.usersummary.bench.contender.Contender;
import io.usersummary.bench.contender.Contenders;
import io.usersummary.bench.data.Workload;
import io.usersummary.bench.lab.Cluster;
import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.report.Report;
import io.usersummary.bench.report.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether twice the events cost twice as much, and what more users cost. */
public final class Scaling implements Experiment {

    static final String NAME = "scaling";
    static final String SECONDS = "seconds";
    static final String CPU_SECONDS = "CPU seconds";
    private static final List<Integer> EVENTS = List.of(1_000_000, 2_000_000, 4_000_000, 8_000_000);
    private static final List<Integer> USERS = List.of(10_000, 100_000, 1_000_000, 5_000_000);
    private static final int FEW_USERS = 1_000;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Lab lab, Report report) {
        List<Contender> contenders =
                Entrants.present(
                        lab,
                        report,
                        NAME,
                        List.of(Contenders.PARSING_PEER, Contenders.SERVICE, Contenders.TUNED));
        int fewUsers = lab.settings().scaled(FEW_USERS);
        List<Workload> byEvents =
                EVENTS.stream()
                        .map(lab.settings()::scaled)
                        .map(events -> new Workload(events, fewUsers, false))
                        .toList();
        List<Workload> byUsers =
                USERS.stream()
                        .map(lab.settings()::scaled)
                        .map(users -> new Workload(largest(byEvents), users, false))
                        .toList();
        List<Workload> workloads = new ArrayList<>(byEvents);
        workloads.addAll(byUsers);
        workloads.forEach(workload -> measure(lab, report.results(), workload, contenders));
        new ScalingSection(report, contenders).write(byEvents, byUsers);
    }

    private static long largest(List<Workload> workloads) {
        return workloads.get(workloads.size() - 1).events();
    }

    private static void measure(
            Lab lab, Results results, Workload workload, List<Contender> contenders) {
        System.out.printf("%n%s: %s%n", NAME, label(workload));
        lab.cluster().recreateInput();
        lab.filler().events(Cluster.INPUT, workload);
        Race race = new Race(lab);
        for (Contender contender : contenders) {
            try {
                Race.Outcome outcome = race.run(contender, workload.events());
                double seconds = outcome.window().seconds();
                double cpuSeconds = outcome.window().cpuSeconds();
                note(results, workload, contender, SECONDS, seconds);
                note(results, workload, contender, CPU_SECONDS, cpuSeconds);
                note(results, workload, contender, Lap.FOREIGN, outcome.window().foreignShare());
                System.out.printf(
                        "  %-14s %6.1f s, %6.1f CPU s (others used %.0f%% of the machine)%n",
                        contender.name(),
                        seconds,
                        cpuSeconds,
                        outcome.window().foreignShare() * 100);
            } catch (IllegalStateException e) {
                System.out.printf("  %-14s failed: %s%n", contender.name(), e.getMessage());
            }
        }
    }

    private static void note(
            Results results, Workload workload, Contender contender, String metric, double value) {
        results.add(
                new Results.Measurement(NAME, label(workload), contender.name(), 1, metric, value));
    }

    static String label(Workload workload) {
        return String.format(
                Locale.ROOT, "%.1fM events, %s", workload.events() / 1e6, workload.name());
    }
}
