package io.usersummary.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code src/test/breakages/run.sh} does takes an hour; that it can be done is seen here. */
class BreakagesTest {

    private static final Path BREAKAGES = Path.of("src", "test", "breakages");
    private static final Path GUARANTEES = Path.of("src", "docs", "guarantees.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([^|]*) \\|");
    private static final Pattern HUNK = Pattern.compile("(?m)^@@.*\\n((?:[ +-].*\\n?|\\n)*)");

    /** A patch: the promise that it breaks, the tests that notice, and what it changes. */
    private record Breakage(String name, String promise, List<String> tests, String patch) {

        static Breakage read(Path file) {
            String text = Documents.text(file);
            return new Breakage(
                    file.getFileName().toString(),
                    line(text, "Promise: "),
                    List.of(line(text, "Test: ").split(",")),
                    text);
        }

        private static String line(String text, String start) {
            return text.lines()
                    .filter(line -> line.startsWith(start))
                    .map(line -> line.substring(start.length()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<Breakage> all() throws IOException {
        try (Stream<Path> files = Files.list(BREAKAGES)) {
            return files.filter(file -> file.toString().endsWith(".patch"))
                    .sorted()
                    .map(Breakage::read)
                    .toList();
        }
    }

    private static List<String> rows() {
        return ROW.matcher(Documents.text(GUARANTEES))
                .results()
                .map(row -> row.group(1))
                .filter(row -> !row.equals("fault") && !row.startsWith("---"))
                .toList();
    }

    @Test
    void everyRowOfTheGuaranteesIsBroken() throws IOException {
        List<String> promises = all().stream().map(Breakage::promise).toList();
        assertEquals(
                List.of(),
                rows().stream()
                        .filter(row -> promises.stream().noneMatch(row::startsWith))
                        .toList());
    }

    @Test
    void whatIsBrokenIsPromised() throws IOException {
        String guarantees = Documents.text(GUARANTEES);
        List<String> rows = rows();
        assertEquals(
                List.of(),
                all().stream()
                        .map(Breakage::promise)
                        .filter(
                                promise ->
                                        rows.stream().noneMatch(row -> row.startsWith(promise))
                                                && !guarantees.contains("**" + promise))
                        .toList());
    }

    @Test
    void everyTestThatHasToNoticeExists() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Breakage breakage : all()) {
            for (String test : breakage.tests()) {
                String[] classAndMethod = test.split("#");
                String source = source(classAndMethod[0] + ".java");
                if (source.isEmpty()
                        || classAndMethod.length == 2
                                && !source.contains(" void " + classAndMethod[1] + "(")) {
                    missing.add(breakage.name() + ": " + test);
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    private static String source(String name) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            return files.filter(file -> file.endsWith(name))
                    .findFirst()
                    .map(Documents::text)
                    .orElse("");
        }
    }

    @Test
    void everyBreakageFitsTheCode() throws IOException {
        List<String> stale = new ArrayList<>();
        for (Breakage breakage : all()) {
            String[] files = breakage.patch().split("(?m)^--- a/");
            for (String file : Arrays.asList(files).subList(1, files.length)) {
                Path path = Path.of(file.lines().findFirst().orElse(""));
                HUNK.matcher(file)
                        .results()
                        .filter(hunk -> !Documents.text(path).contains(before(hunk)))
                        .forEach(hunk -> stale.add(breakage.name() + ": " + path));
            }
        }
        assertEquals(List.of(), stale);
    }

    private static String before(MatchResult hunk) {
        StringBuilder before = new StringBuilder();
        hunk.group(1)
                .lines()
                .filter(line -> !line.startsWith("+"))
                .forEach(
                        line ->
                                before.append(line.substring(Math.min(1, line.length())))
                                        .append('\n'));
        return before.toString();
    }
}
