package io.usersummary.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinksTest {

    @Test
    void everyRelativeLinkLeadsToAFileAndAHeadingThatExist() {
        List<String> dead =
                Documents.all().stream()
                        .flatMap(
                                document ->
                                        relative(document)
                                                .filter(link -> !leadsSomewhere(document, link))
                                                .map(link -> document + " -> " + link))
                        .toList();
        assertEquals(List.of(), dead);
    }

    @Test
    void everyDocumentIsReachedFromTheStartPage() {
        Set<Path> reached = new HashSet<>(Set.of(Documents.START));
        Deque<Path> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            Path document = open.remove();
            relative(document)
                    .map(link -> target(document, link))
                    .filter(file -> file.startsWith("src/docs") && file.toString().endsWith(".md"))
                    .filter(reached::add)
                    .forEach(open::add);
        }
        Set<Path> unreached = new TreeSet<>(Documents.all());
        unreached.removeIf(document -> !document.startsWith("src/docs"));
        unreached.removeAll(reached);
        assertEquals(Set.of(), unreached);
    }

    private static Stream<String> relative(Path document) {
        return Documents.links(document).stream().filter(link -> !URI.create(link).isAbsolute());
    }

    private static Path target(Path document, String link) {
        String path = URI.create(link).getPath();
        return path.isEmpty() ? document : document.resolveSibling(path).normalize();
    }

    private static boolean leadsSomewhere(Path document, String link) {
        Path file = target(document, link);
        String anchor = URI.create(link).getFragment();
        return Files.exists(file) && (anchor == null || Documents.anchors(file).contains(anchor));
    }
}
