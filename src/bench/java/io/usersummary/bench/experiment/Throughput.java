package io.usersummary.bench.experiment;

import io.usersummary.bench.contender.Contender;
import io.usersummary.bench.contender.Contenders;
import io.usersummary.bench.data.Workload;
import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.report.Report;
import java.util.List;
import java.util.stream.Stream;

/** How many events a second, and at what cost: everybody on the same backlog. */
public final class Throughput implements Experiment {

    private static final String NAME = "throughput";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Lab lab, Report report) {
        List<Contender> contenders = Entrants.present(lab, report, NAME, Contenders.all());
        long events = lab.settings().events();
        List<Workload> workloads =
                Stream.of(1_000, 100_000)
                        .flatMap(
                                users ->
                                        Stream.of(false, true)
                                                .map(zipf -> new Workload(events, users, zipf)))
                        .toList();
        Rounds rounds = new Rounds(NAME, lab, report.results());
        workloads.forEach(workload -> rounds.run(workload, contenders));
        ThroughputSection.write(report, workloads, contenders);
    }
}
