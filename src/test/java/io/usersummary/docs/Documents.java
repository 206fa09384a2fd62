package io.usersummary.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The documents of this repository, as text. */
final class Documents {

    /** Where the tree of documents begins. */
    static final Path START = Path.of("src", "docs", "README.md");

    private static final List<Path> ROOTS =
            List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md"), Path.of("src/docs"));
    private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```$|^ {4}.*?$");
    private static final Pattern CODE = Pattern.compile("`[^`\\n]*`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+?) *$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    private Documents() {}

    static List<Path> all() {
        return ROOTS.stream().flatMap(Documents::below).sorted().toList();
    }

    private static Stream<Path> below(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".md")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a document's links lead, as written; not those inside code. */
    static List<String> links(Path file) {
        String prose = CODE.matcher(FENCE.matcher(text(file)).replaceAll("")).replaceAll("");
        return LINK.matcher(prose).results().map(link -> link.group(1)).toList();
    }

    /** The anchors of a document's headings, as GitHub makes them. */
    static Set<String> anchors(Path file) {
        return HEADING.matcher(FENCE.matcher(text(file)).replaceAll(""))
                .results()
                .map(Documents::anchor)
                .collect(Collectors.toSet());
    }

    private static String anchor(MatchResult heading) {
        return heading.group(1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
