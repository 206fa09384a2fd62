package io.usersummary.aot;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.PackagedApp;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged application says of an archive of its classes. */
@EnabledOnOs(OS.LINUX)
@DisabledIfSystemProperty(named = "native", matches = ".*")
class ClassArchiveIT {

    @TempDir Path directory;

    @Test
    void anArchiveIsToldOfWhenItIsUsedAndWarnedOfWhenItDoesNotFit() throws Exception {
        Path archive = directory.resolve("app.jsa");
        String made = start("-XX:ArchiveClassesAtExit=" + archive);
        assertFalse(made.contains("[io.usersummary.settings.ClassArchive]"), made);

        String use = "-XX:SharedArchiveFile=" + archive;
        String used = start(use);
        assertTrue(used.contains("Classes come from the CDS archive " + archive), used);

        // Objects of another layout than those in the archive.
        String unfit = start(use, "-XX:-UseCompressedOops");
        assertTrue(unfit.contains("The CDS archive " + archive + " is not in use"), unfit);
    }

    /** What the application prints, asked to end once it listens; that takes no broker. */
    private static String start(String... options) throws Exception {
        try (PackagedApp app =
                PackagedApp.startWith(List.of(options), "kafka.bootstrap.servers=localhost:1")) {
            app.awaitListening();
            app.terminate();
            app.exitCode();
            return app.output();
        }
    }
}
