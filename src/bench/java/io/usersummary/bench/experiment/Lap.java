package io.usersummary.bench.experiment;

import io.usersummary.bench.contender.Contender;
import io.usersummary.bench.data.Expected;
import io.usersummary.bench.data.Workload;
import io.usersummary.bench.lab.Cluster;
import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.report.Results;

/**
 * One contender in one round, measured, checked and noted.
 *
 * @param expected the table that everybody who publishes must arrive at
 */
record Lap(
        String experiment,
        Lab lab,
        Results results,
        Workload workload,
        Expected expected,
        int round) {

    static final String RATE = "events/s";
    static final String CPU = "CPU s per million events";
    static final String START = "start-up s";
    static final String START_CPU = "start-up CPU s";
    static final String BROKER_CPU = "broker CPU s per million events";
    static final String PEAK_RSS = "peak RSS MB";
    static final String FOREIGN = "foreign share of machine";
    static final String PUBLISHED = "records published";
    static final String WRONG = "wrong users";

    void run(Race race, Contender contender) {
        try {
            Race.Outcome outcome = race.run(contender, workload.events());
            double millions = workload.events() / 1e6;
            note(contender, RATE, workload.events() / outcome.window().seconds());
            note(contender, CPU, outcome.window().cpuSeconds() / millions);
            note(contender, START, outcome.startSeconds());
            note(contender, START_CPU, outcome.startCpuSeconds());
            note(contender, BROKER_CPU, outcome.window().brokerCpuSeconds() / millions);
            note(contender, PEAK_RSS, outcome.peakMegabytes());
            note(contender, FOREIGN, outcome.window().foreignShare());
            if (contender.publishes()) {
                note(contender, PUBLISHED, outcome.published());
                note(contender, WRONG, new Oracle(lab, expected).wrongUsers(Cluster.OUTPUT));
            }
            System.out.printf(
                    "  round %d  %-20s %,10.0f events/s  %5.2f CPU s per million"
                            + "  (others used %.0f%% of the machine)%n",
                    round,
                    contender.name(),
                    workload.events() / outcome.window().seconds(),
                    outcome.window().cpuSeconds() / millions,
                    outcome.window().foreignShare() * 100);
        } catch (IllegalStateException e) {
            System.out.printf(
                    "  round %d  %-20s failed: %s%n", round, contender.name(), e.getMessage());
        }
    }

    private void note(Contender contender, String metric, double value) {
        results.add(
                new Results.Measurement(
                        experiment, workload.name(), contender.name(), round, metric, value));
    }
}
