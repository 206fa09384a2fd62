package io.usersummary.bench.experiment;

import io.usersummary.bench.contender.Contender;
import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.report.Report;
import java.util.ArrayList;
import java.util.List;

/** Who takes part: wanted by the settings and able to run here. */
final class Entrants {

    private Entrants() {}

    /** Keeps those who take part, and says plainly who does not and why. */
    static List<Contender> present(
            Lab lab, Report report, String experiment, List<? extends Contender> candidates) {
        List<Contender> present = new ArrayList<>();
        for (Contender candidate : candidates) {
            if (!lab.settings().wantsContender(candidate.name())) {
                continue;
            }
            candidate
                    .obstacle()
                    .ifPresentOrElse(
                            reason -> leaveOut(report, experiment, candidate, reason),
                            () -> present.add(candidate));
        }
        return present;
    }

    private static void leaveOut(
            Report report, String experiment, Contender candidate, String reason) {
        System.out.printf("%n%s: %s is left out: %s%n", experiment, candidate.name(), reason);
        report.paragraph(
                "*Left out of %s: `%s`, because %s.*"
                        .formatted(experiment, candidate.name(), reason));
    }
}
