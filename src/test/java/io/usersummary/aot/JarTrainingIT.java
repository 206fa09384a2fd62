package io.usersummary.aot;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.PackagedApp;
import io.usersummary.TestKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Makes the archive of classes of the packaged jar, with the JVM that runs this: {@code ./mvnw
 * verify -Paot}.
 */
@EnabledIfSystemProperty(named = "aot", matches = "true")
class JarTrainingIT {

    /**
     * JDK 25 is the first that makes an AOT cache in one step, with the profiles of its methods.
     */
    private static final boolean AOT_CACHE = Runtime.version().feature() >= 25;

    private static final String ARCHIVE = AOT_CACHE ? "app.aot" : "app.jsa";
    private static final String MAKE =
            (AOT_CACHE ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + ARCHIVE;
    private static final String USE =
            (AOT_CACHE ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + ARCHIVE;

    @Test
    void theArchiveOfARunUnderLoadIsUsedByTheNext() throws Exception {
        Files.deleteIfExists(PackagedApp.DIRECTORY.resolve(ARCHIVE));
        TestKafka.deleteEverything();
        String kafka = "kafka.bootstrap.servers=" + TestKafka.bootstrapServers();
        try (PackagedApp app = PackagedApp.startInside(List.of(MAKE), kafka)) {
            Training.train(path -> app.get(path).statusCode());
            app.terminate();
            app.exitCode();
            assertTrue(Files.exists(PackagedApp.DIRECTORY.resolve(ARCHIVE)), app.output());
        }
        try (PackagedApp app = PackagedApp.startInside(List.of(USE), kafka)) {
            app.awaitListening();
            assertTrue(
                    app.output().matches("(?s).*Classes come from the .* " + ARCHIVE + ".*"),
                    app.output());
        }
        System.out.printf(
                "%n%s is made. It is used by%n%n    cd %s%n    %s %s -jar quarkus-run.jar%n%n",
                PackagedApp.DIRECTORY.resolve(ARCHIVE),
                PackagedApp.DIRECTORY,
                Path.of(System.getProperty("java.home"), "bin", "java"),
                USE);
    }
}
