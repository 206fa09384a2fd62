package io.usersummary.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The page that a run leaves behind, with its charts and raw numbers beside it. */
public final class Report {

    private final Path folder;
    private final Results results;
    private final StringBuilder page = new StringBuilder();

    public Report(Path folder, Results results) {
        this.folder = folder;
        this.results = results;
    }

    public Results results() {
        return results;
    }

    public Report heading(String title) {
        return line("## " + title).line("");
    }

    public Report paragraph(String text) {
        return line(text.strip()).line("");
    }

    /** Adds a table; the first row is its head. */
    public Report table(List<List<String>> rows) {
        line("| " + String.join(" | ", rows.get(0)) + " |");
        line("| --- |" + " ---: |".repeat(rows.get(0).size() - 1));
        rows.subList(1, rows.size()).forEach(row -> line("| " + String.join(" | ", row) + " |"));
        return line("");
    }

    /** Writes a chart beside the page and shows it in the page. */
    public Report chart(String name, String title, String svg) {
        write(name + ".svg", svg);
        return line("![" + title + "](" + name + ".svg)").line("");
    }

    /** Writes the page and the raw measurements; returns the page. */
    public String finish(String header) {
        String text = header + "\n" + page;
        write("results.md", text);
        List<String> lines = new ArrayList<>();
        lines.add("experiment,workload,contender,round,metric,value");
        for (Results.Measurement m : results.all()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%s,\"%s\",%s,%d,%s,%.6g",
                            m.experiment(),
                            m.workload(),
                            m.contender(),
                            m.round(),
                            m.metric(),
                            m.value()));
        }
        write("results.csv", String.join("\n", lines) + "\n");
        return text;
    }

    private Report line(String text) {
        page.append(text).append('\n');
        return this;
    }

    private void write(String name, String text) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write " + folder.resolve(name), e);
        }
    }
}
