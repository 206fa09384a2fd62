package io.usersummary.bench.experiment;

import io.usersummary.bench.contender.Contender;
import io.usersummary.bench.contender.Contenders;
import io.usersummary.bench.data.Counts;
import io.usersummary.bench.report.Report;
import java.util.ArrayList;
import java.util.List;

/** The part of the report about reading the table back. */
final class ReadBackSection {

    private ReadBackSection() {}

    static void write(Report report, List<Integer> sizes, List<Contender> entrants) {
        report.heading("Reading the table back");
        report.paragraph(
                """
                The output topic holds one summary a user, the input topic nothing. From the first
                bytes of the output topic that the broker has served until the service's log says that
                the table is read, or until the plain consumer has committed the last offset. Ratios
                are to `poll`, which only reads; those of `service-frugal` to `poll-frugal`, which has
                the same options for the JVM.""");
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "contender",
                        "users",
                        ReadBack.RATE,
                        "ratio",
                        ReadBack.SECONDS,
                        "others used"));
        for (int users : sizes) {
            for (Contender entrant : entrants) {
                String contender = entrant.name();
                Figures figures =
                        new Figures(
                                report.results(),
                                ReadBack.NAME,
                                ReadBack.workload(users),
                                contender);
                rows.add(
                        List.of(
                                "`" + contender + "`",
                                Counts.brief(users),
                                figures.spread(ReadBack.RATE, "%,.0f"),
                                figures.ratio(ReadBack.RATE, peer(contender)),
                                figures.spread(ReadBack.SECONDS, "%.1f"),
                                figures.percent(Lap.FOREIGN)));
            }
        }
        report.table(rows);
    }

    private static String peer(String contender) {
        String peer = Contenders.POLLING_PEER.name();
        return contender.endsWith(Contenders.FRUGAL) ? peer + Contenders.FRUGAL : peer;
    }
}
