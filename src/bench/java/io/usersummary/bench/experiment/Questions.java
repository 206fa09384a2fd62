package io.usersummary.bench.experiment;

import io.usersummary.bench.contender.Service;
import io.usersummary.bench.data.Backlog;
import io.usersummary.bench.data.Counts;
import io.usersummary.bench.data.Filler;
import io.usersummary.bench.lab.Asker;
import io.usersummary.bench.lab.Child;
import io.usersummary.bench.lab.Cluster;
import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.lab.Patience;
import io.usersummary.bench.lab.Probe;
import io.usersummary.bench.lab.Stopwatch;
import io.usersummary.bench.report.Report;
import io.usersummary.bench.report.Results;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How fast the whole table answers, what it costs the events that it is asked once a second, and
 * how long an event waits for the table because somebody asks.
 */
public final class Questions implements Experiment {

    static final String NAME = "questions";
    static final String MILLIS = "ms";
    static final String ALONE = "nobody asks";
    static final String ASKED = "a question a second";

    private static final int USERS = 10_000_000;
    private static final int YEARS = 3;
    private static final int ACTIVE_USERS = 100_000;
    private static final int WARM_UP = 12;
    private static final int ASKED_TIMES = 15;
    private static final int TURNS_A_ROUND = 2;
    private static final int LOOK_MILLIS = 50;
    private static final long DAY = 86_400;

    /** Each looks at every user: the range has fewer than a page holds. */
    static final Map<String, String> QUESTIONS = questions();

    private static Map<String, String> questions() {
        long from = Filler.BASE_TIME - 500 * DAY;
        Map<String, String> questions = new LinkedHashMap<>();
        questions.put(
                "range of half an hour",
                "/api/summaries?order=none&limit=1000&firstSeenFrom=%d&firstSeenTo=%d"
                        .formatted(from, from + 1_800));
        questions.put("the hundred last seen", "/api/summaries?order=-lastSeen&limit=100");
        questions.put("histogram by day", "/api/histogram?bucket=day&zone=Europe/Paris");
        return questions;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Lab lab, Report report) {
        Service service = Viewer.SERVICE;
        if (Entrants.present(lab, report, NAME, List.of(service)).isEmpty()) {
            return;
        }
        int users = lab.settings().scaled(USERS);
        System.out.printf("%n%s: %,d users%n", NAME, users);
        lab.cluster().recreateInput();
        lab.cluster().recreateOutput();
        lab.filler().summariesOver(YEARS, Cluster.OUTPUT, users);
        String group = "bench-questions";
        try (Child child = service.start(lab, group);
                Backlog backlog =
                        new Backlog(lab.bootstrapServers(), Cluster.INPUT, ACTIVE_USERS)) {
            Patience.await(child, LOOK_MILLIS, new Probe(lab.httpPort())::ready, "is not ready");
            time(lab, report.results());
            Viewer.turn(lab, child, backlog, group);
            Viewer.turn(lab, child, backlog, group);
            for (int turn = 1; turn <= TURNS_A_ROUND * lab.settings().rounds(); turn++) {
                boolean askedFirst = turn % 2 == 0;
                race(lab, child, backlog, askedFirst, turn, report.results());
                race(lab, child, backlog, !askedFirst, turn, report.results());
            }
        }
        QuestionPauses pauses = QuestionPauses.measure(users);
        QuestionsSection.write(report, Counts.brief(users), pauses);
    }

    private static void time(Lab lab, Results results) {
        Asker asker = new Asker(lab.httpPort());
        QUESTIONS.forEach(
                (name, question) -> {
                    for (int i = 0; i < WARM_UP; i++) {
                        asker.millis(question);
                    }
                    for (int i = 1; i <= ASKED_TIMES; i++) {
                        note(results, name, i, MILLIS, asker.millis(question));
                    }
                    System.out.println(
                            "  " + name + ": " + figures(results, name).spread(MILLIS, "%.0f"));
                });
    }

    private static void race(
            Lab lab, Child child, Backlog backlog, boolean asked, int turn, Results results) {
        Stopwatch.Usage usage;
        if (asked) {
            try (Asker asker =
                    new Asker(lab.httpPort()).onceASecond(List.copyOf(QUESTIONS.values()))) {
                usage = Viewer.turn(lab, child, backlog, "bench-questions");
            }
        } else {
            usage = Viewer.turn(lab, child, backlog, "bench-questions");
        }
        double events = Viewer.events(lab);
        String workload = asked ? ASKED : ALONE;
        note(results, workload, turn, Lap.RATE, events / usage.seconds());
        note(results, workload, turn, Lap.CPU, usage.cpuSeconds() / events * 1e6);
        note(results, workload, turn, Lap.FOREIGN, usage.foreignShare());
        System.out.printf(
                "  turn %d  %-20s %,10.0f events/s  %5.2f CPU s per million%n",
                turn, workload, events / usage.seconds(), usage.cpuSeconds() / events * 1e6);
    }

    private static void note(
            Results results, String workload, int round, String metric, double value) {
        results.add(
                new Results.Measurement(
                        NAME, workload, Viewer.SERVICE.name(), round, metric, value));
    }

    static Figures figures(Results results, String workload) {
        return new Figures(results, NAME, workload, Viewer.SERVICE.name());
    }
}
