package io.usersummary.bench.experiment;

import io.usersummary.bench.contender.Contender;
import io.usersummary.bench.contender.Contenders;
import io.usersummary.bench.contender.Service;
import io.usersummary.bench.data.Workload;
import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What each setting is worth: the service as it comes, with one setting changed, with all. */
public final class Tuning implements Experiment {

    private static final String NAME = "tuning";
    private static final int USERS = 100_000;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Lab lab, Report report) {
        List<Contender> contenders = new ArrayList<>();
        contenders.add(Contenders.SERVICE);
        Contenders.TUNED
                .settings()
                .forEach((key, value) -> contenders.add(changed(key + "=" + value, key, value)));
        contenders.add(Contenders.TUNED);
        if (Contenders.SERVICE.obstacle().isPresent()) {
            Entrants.present(lab, report, NAME, List.of(Contenders.SERVICE));
            return;
        }
        Workload workload = new Workload(lab.settings().events(), USERS, true);
        new Rounds(NAME, lab, report.results()).run(workload, contenders);
        report.heading("Tuning");
        report.paragraph(
                "The service as it comes, then with one setting changed at a time, then with all of"
                        + " them, on the workload *"
                        + workload.name()
                        + "*. Ratios are to the service as it comes.");
        report.table(
                RaceTable.rows(
                        report.results(), NAME, workload, contenders, Contenders.SERVICE.name()));
    }

    private static Service changed(String name, String key, String value) {
        return new Service(name, "one setting changed", Map.of(key, value));
    }
}
