package io.usersummary.crash;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {

    @TempDir private Path directory;

    @Test
    void oneThatEndsTooEarlySaysWhy() {
        ChildProcess process =
                ChildProcess.start(
                        "it",
                        directory.resolve("it.log"),
                        List.of("sh", "-c", "echo the port is taken; exit 3"));

        String said =
                assertThrows(RuntimeException.class, () -> process.awaitOutput("is up"))
                        .getMessage();

        assertTrue(said.contains("it ended with exit code 3"), said);
        assertTrue(said.contains("the port is taken"), said);
    }
}
