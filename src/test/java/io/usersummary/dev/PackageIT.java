package io.usersummary.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.PackagedApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** The packaged jars; {@code NativeSourcesIT} looks at what a native binary is made of. */
@DisabledIfSystemProperty(named = "native", matches = ".*")
class PackageIT {

    @Test
    void noBrokerIsPackaged() throws IOException {
        List<String> jars =
                jars(PackagedApp.DIRECTORY).map(Path::getFileName).map(Path::toString).toList();
        assertTrue(jars.stream().anyMatch(jar -> jar.contains("kafka-clients")), jars.toString());
        assertEquals(
                List.of(),
                jars.stream()
                        .filter(
                                jar ->
                                        jar.matches(
                                                ".*(kafka_2|kafka-(server|raft|metadata|storage)|scala).*"))
                        .toList());
    }

    @Test
    void nothingOfTheSecondEngineIsPackaged() throws IOException {
        assertEquals(
                List.of(),
                jars(PackagedApp.DIRECTORY)
                        .map(jar -> jar.getFileName().toString())
                        .filter(jar -> jar.matches(".*(kafka-streams|rocksdb).*"))
                        .toList());
        assertEquals(
                List.of(),
                jars(PackagedApp.DIRECTORY.resolve("app"))
                        .flatMap(PackageIT::entries)
                        .filter(entry -> entry.startsWith("io/usersummary/streams/"))
                        .toList());
    }

    @Test
    void nothingOfDevModeIsPackaged() throws IOException {
        List<String> classes =
                jars(PackagedApp.DIRECTORY.resolve("app")).flatMap(PackageIT::entries).toList();
        assertTrue(classes.contains("io/usersummary/topics/Topics.class"));
        assertFalse(
                classes.stream().anyMatch(entry -> entry.matches("io/usersummary/dev/.*class")),
                "list new classes of io.usersummary.dev in application.properties, at"
                        + " quarkus.package.jar.user-configured-ignored-entries");
    }

    private static Stream<Path> jars(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList().stream();
        }
    }

    private static Stream<String> entries(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(ZipEntry::getName).toList().stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
