package io.usersummary.bench;

import io.usersummary.bench.experiment.Beside;
import io.usersummary.bench.experiment.Experiment;
import io.usersummary.bench.experiment.Latency;
import io.usersummary.bench.experiment.Memory;
import io.usersummary.bench.experiment.Micro;
import io.usersummary.bench.experiment.Page;
import io.usersummary.bench.experiment.Partitioned;
import io.usersummary.bench.experiment.Questions;
import io.usersummary.bench.experiment.ReadBack;
import io.usersummary.bench.experiment.Replicas;
import io.usersummary.bench.experiment.Scaling;
import io.usersummary.bench.experiment.Throughput;
import io.usersummary.bench.experiment.Tuning;
import io.usersummary.bench.experiment.Viewer;
import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.report.Header;
import io.usersummary.bench.report.Report;
import io.usersummary.bench.report.Results;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Runs the experiments one after the other and leaves a report; never fails on a number. */
public final class Bench {

    private static final List<Experiment> EXPERIMENTS =
            List.of(
                    Throughput.fromColdStart(),
                    Throughput.sustained(),
                    new Latency(),
                    new ReadBack(),
                    new Memory(),
                    new Scaling(),
                    new Tuning(),
                    Beside.standardConnector(),
                    Beside.earlierBuild(),
                    new Viewer(),
                    new Page(),
                    new Questions(),
                    new Replicas(),
                    new Partitioned(),
                    new Micro());

    private Bench() {}

    /** Runs what the {@code bench.*} system properties ask for. */
    public static void main(String[] args) {
        try {
            System.exit(run(Settings.fromSystemProperties()) ? 0 : 1);
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println("Benchmark stopped: " + e.getMessage());
            System.exit(1);
        }
    }

    /** Returns whether every experiment could be made. */
    private static boolean run(Settings settings) {
        requireKnown(settings.only());
        Report report = new Report(Settings.RESULTS, new Results());
        boolean complete = true;
        try (Lab lab = new Lab(settings)) {
            for (Experiment experiment : EXPERIMENTS) {
                if (settings.wants(experiment.name())) {
                    complete &= run(experiment, lab, report);
                }
            }
        }
        System.out.println();
        System.out.println(report.finish(Header.text(settings.size())));
        System.out.println("Report, raw numbers and charts are in " + Settings.RESULTS);
        return complete;
    }

    private static void requireKnown(Set<String> wanted) {
        Set<String> known =
                EXPERIMENTS.stream()
                        .map(Experiment::name)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> unknown = new TreeSet<>(wanted);
        unknown.removeAll(known);
        unknown.remove("all");
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "bench.only knows all and %s, but not %s".formatted(known, unknown));
        }
    }

    /** One experiment that cannot be made does not keep the others from being reported. */
    private static boolean run(Experiment experiment, Lab lab, Report report) {
        try {
            experiment.run(lab, report);
            return true;
        } catch (IllegalStateException e) {
            System.err.printf("%s could not be finished: %s%n", experiment.name(), e.getMessage());
            report.paragraph(
                    "*%s could not be finished: %s.*".formatted(experiment.name(), e.getMessage()));
            return false;
        }
    }
}
