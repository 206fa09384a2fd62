package io.usersummary.bench.experiment;

import io.usersummary.bench.contender.Contender;
import io.usersummary.bench.contender.Contenders;
import io.usersummary.bench.contender.Service;
import io.usersummary.bench.data.Workload;
import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.report.Report;
import io.usersummary.bench.report.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The service beside variants of itself, in turns that alternate: what a connector costs, or what a
 * change did.
 */
public final class Beside implements Experiment {

    private final String name;
    private final String heading;
    private final String text;
    private final Function<Service, List<Service>> variants;

    private Beside(
            String name, String heading, String text, Function<Service, List<Service>> variants) {
        this.name = name;
        this.heading = heading;
        this.text = text;
        this.variants = variants;
    }

    /** The standard connector in the place of the service's own: on both sides, and on each. */
    public static Beside standardConnector() {
        return new Beside(
                "connector",
                "The standard connector",
                "Processor time an event, and throughput, with `smallrye-kafka` in the place of"
                        + " `kafka-batch`, divided by what they are without.",
                Contenders::onStandardConnector);
    }

    /** An earlier build, if {@code bench.before} names one. */
    public static Beside earlierBuild() {
        return new Beside(
                "before",
                "Before and after",
                "Processor time an event, and throughput, of an earlier build divided by those of"
                        + " this one.",
                Contenders::earlier);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void run(Lab lab, Report report) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "workload",
                        "contender",
                        "beside",
                        "processor time",
                        "throughput",
                        "turns"));
        for (int users : List.of(1_000, 100_000)) {
            Workload workload = new Workload(lab.settings().events(), users, true);
            for (Service service : List.of(Contenders.SERVICE, Contenders.TUNED)) {
                List<Contender> others =
                        Entrants.present(lab, report, name, variants.apply(service));
                if (others.isEmpty()) {
                    continue;
                }
                List<Contender> all = new ArrayList<>(others);
                all.add(0, service);
                new Rounds(name, lab, report.results()).run(workload, all);
                others.forEach(other -> rows.add(row(report.results(), workload, other, service)));
            }
        }
        if (rows.size() > 1) {
            report.heading(heading);
            report.paragraph(
                    text
                            + " Medians of turns that alternate, with the interval that holds the"
                            + " median in 19 of 20 cases.");
            report.table(rows);
        }
    }

    private List<String> row(Results results, Workload workload, Contender one, Contender other) {
        List<String> pair = List.of(one.name(), other.name());
        PairedRatio cpu = PairedRatio.of(results, name, workload.name(), Lap.CPU, pair);
        PairedRatio rate = PairedRatio.of(results, name, workload.name(), Lap.RATE, pair);
        return List.of(
                workload.name(),
                "`" + one.name() + "`",
                "`" + other.name() + "`",
                cpu.toString(),
                rate.toString(),
                Integer.toString(cpu.turns()));
    }
}
