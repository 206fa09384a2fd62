package io.usersummary.bench.experiment;

import io.usersummary.bench.report.Report;
import java.util.ArrayList;
import java.util.List;

/** The part of the report about questions. */
final class QuestionsSection {

    private QuestionsSection() {}

    static void write(Report report, String users, QuestionPauses pauses) {
        report.heading("Questions");
        report.paragraph(
                """
                %s users, first and last seen in three years. Whole answers over HTTP, warm; each
                question looks at every user."""
                        .formatted(users));
        List<List<String>> answers = new ArrayList<>();
        answers.add(List.of("question", "ms"));
        for (String name : Questions.QUESTIONS.keySet()) {
            answers.add(
                    List.of(
                            name,
                            Questions.figures(report.results(), name)
                                    .spread(Questions.MILLIS, "%.0f")));
        }
        report.table(answers);
        report.paragraph(
                """
                The same process gets one backlog after the other, every event published, in turns
                with and without one question a second.""");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", Lap.RATE, "ratio", Lap.CPU, "ratio", "others used"));
        Figures alone = Questions.figures(report.results(), Questions.ALONE);
        for (String workload : List.of(Questions.ALONE, Questions.ASKED)) {
            Figures figures = Questions.figures(report.results(), workload);
            rows.add(
                    List.of(
                            workload,
                            figures.spread(Lap.RATE, "%,.0f"),
                            figures.ratio(Lap.RATE, alone),
                            figures.spread(Lap.CPU, "%.2f"),
                            figures.ratio(Lap.CPU, alone),
                            figures.percent(Lap.FOREIGN)));
        }
        report.table(rows);
        report.paragraph(
                """
                How long one join into the table takes, in milliseconds, while another thread asks one
                question after the other, without Kafka: what a question can make an event wait.""");
        report.table(pauses.rows());
    }
}
