package io.usersummary.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the unit tests of the alert rules, which Prometheus' own promtool understands. */
class AlertRulesTest {

    private static final Path DIRECTORY = Path.of("src", "monitoring");

    @BeforeEach
    void promtoolIsThere() {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "promtool"))),
                "Skipped: no promtool on the PATH; it comes with Debian's package prometheus");
    }

    @ParameterizedTest
    @CsvSource({"check, alerts.yaml", "test, alerts-test.yaml"})
    void theAlertRulesAreWellFormedAndFireWhenTheyShould(String command, String file)
            throws IOException, InterruptedException {
        Process promtool =
                new ProcessBuilder(List.of("promtool", command, "rules", file))
                        .directory(DIRECTORY.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(promtool.getInputStream().readAllBytes());
        assertEquals(0, promtool.waitFor(), output);
    }
}
