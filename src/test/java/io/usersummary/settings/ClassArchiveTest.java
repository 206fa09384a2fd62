package io.usersummary.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.settings.ClassArchive.Finding;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {

    @TempDir Path directory;
    private Path mappings;
    private Path archive;

    @BeforeEach
    void anArchiveAndWhatIsMapped() throws IOException {
        mappings = directory.resolve("maps");
        archive = Files.createFile(directory.resolve("app.aot"));
        map(directory.resolve("other.aot"), directory.resolve("app.aot.config"));
    }

    private void map(Path... files) throws IOException {
        StringBuilder lines =
                new StringBuilder("7ffd1000-7ffd2000 rw-p 00000000 00:00 0           [stack]\n");
        for (Path file : files) {
            lines.append("800000000-800100000 rw-p 00001000 fe:00 4242             ")
                    .append(file)
                    .append('\n');
        }
        Files.writeString(mappings, lines);
    }

    private Finding find(String... options) {
        return ClassArchive.find(List.of(options), mappings).orElseThrow();
    }

    @Test
    void whoAskedForNoArchiveHearsNothing() {
        assertEquals(
                Optional.empty(),
                ClassArchive.find(
                        List.of("-Xmx64m", "-XX:AOTCacheOutput=" + archive, "-Xshare:auto"),
                        mappings));
    }

    @Test
    void anArchiveThatIsMappedIsInUse() throws IOException {
        map(directory.resolve("lib.so"), archive);
        assertEquals(
                new Finding(Level.INFO, "Classes come from the AOT cache " + archive),
                find("-XX:AOTCache=" + archive));
        assertEquals(
                new Finding(Level.INFO, "Classes come from the CDS archive " + archive),
                find("-XX:SharedArchiveFile=" + archive));
    }

    @Test
    void aNameThatLeadsToTheMappedFileIsItsName() throws IOException {
        map(archive);
        Path link = Files.createSymbolicLink(directory.resolve("link"), archive);
        assertEquals(Level.INFO, find("-XX:AOTCache=" + link).level());
    }

    @Test
    void anArchiveThatIsNotMappedIsWarnedOfWithWhatToDo() {
        Finding finding = find("-XX:AOTCache=" + archive);
        assertEquals(Level.WARN, finding.level());
        assertTrue(
                finding.text().startsWith("The AOT cache " + archive + " is not in use: "),
                finding.text());
        assertTrue(
                finding.text()
                        .contains("./mvnw verify -Paot, for an image with -Paot-image; -Xlog:aot"),
                finding.text());
        assertTrue(find("-XX:SharedArchiveFile=" + archive).text().contains("-Xlog:cds"));
    }

    @Test
    void anArchiveThatIsNotThereIsWarnedOf() {
        Path gone = directory.resolve("gone.aot");
        assertEquals(
                new Finding(
                        Level.WARN,
                        "The AOT cache "
                                + gone
                                + " is not in use: there is no such file. ./mvnw verify -Paot makes one, for an image -Paot-image"),
                find("-XX:AOTCache=" + gone));
    }

    @Test
    void anArchiveOnTopOfAnotherIsInUseIfBothAreMapped() throws IOException {
        Path base = Files.createFile(directory.resolve("base.jsa"));
        String both = "-XX:SharedArchiveFile=" + base + File.pathSeparator + archive;
        map(base);
        assertEquals(Level.WARN, find(both).level());
        map(base, archive);
        assertEquals(Level.INFO, find(both).level());
    }

    @Test
    void theLastOptionCounts() throws IOException {
        map(archive);
        assertEquals(
                Level.INFO,
                find("-XX:AOTCache=" + directory.resolve("gone"), "-XX:AOTCache=" + archive)
                        .level());
    }

    @Test
    void whereMappingsCannotBeReadNothingIsClaimed() throws IOException {
        Files.delete(mappings);
        assertEquals(
                new Finding(
                        Level.INFO,
                        "The AOT cache "
                                + archive
                                + " was asked for. Whether it is in use cannot be seen on this system; -Xlog:aot says it"),
                find("-XX:AOTCache=" + archive));
    }
}
