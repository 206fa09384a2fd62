package io.usersummary.bench.experiment;

import io.usersummary.bench.contender.Contender;
import io.usersummary.bench.contender.Contenders;
import io.usersummary.bench.data.Expected;
import io.usersummary.bench.data.Workload;
import io.usersummary.bench.lab.Cluster;
import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.report.Results;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Several rounds of everybody on the same input, each round in the order opposite to the last. */
record Rounds(String experiment, Lab lab, Results results) {

    void run(Workload workload, List<Contender> contenders) {
        System.out.printf("%n%s: %,d events, %s%n", experiment, workload.events(), workload.name());
        lab.cluster().recreateInput();
        Expected expected = lab.filler().events(Cluster.INPUT, workload);
        Race race = new Race(lab);
        warmUp(race, workload);
        List<Contender> order = new ArrayList<>(contenders);
        for (int round = 1; round <= lab.settings().rounds(); round++) {
            Lap lap = new Lap(experiment, lab, results, workload, expected, round);
            order.forEach(contender -> lap.run(race, contender));
            Collections.reverse(order);
        }
    }

    /**
     * One lap that nobody is charged for: the broker is a JVM too, and what it serves cold would
     * count against whoever comes first.
     */
    private static void warmUp(Race race, Workload workload) {
        try {
            race.run(Contenders.SERVICE, workload.events());
        } catch (IllegalStateException e) {
            System.out.printf("  warm-up failed: %s%n", e.getMessage());
        }
    }
}
