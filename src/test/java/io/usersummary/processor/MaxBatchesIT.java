package io.usersummary.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.usersummary.PackagedApp;
import io.usersummary.TestKafka;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MaxBatchesIT {

    @BeforeEach
    void empty() {
        TestKafka.deleteEverything();
        TestKafka.createTopic("input_topic", 4, Map.of());
    }

    private static PackagedApp run(String... more) throws Exception {
        String[] settings = new String[more.length + 2];
        settings[0] = "kafka.bootstrap.servers=" + TestKafka.bootstrapServers();
        settings[1] = "summary.max-batches=1";
        System.arraycopy(more, 0, settings, 2, more.length);
        return PackagedApp.start(settings);
    }

    @Test
    void theExampleEndsByItselfAfterNineEventsWithAllOfThemCommitted() throws Exception {
        try (PackagedApp app = run("generator.enabled=true", "generator.interval=10ms")) {
            assertEquals(0, app.exitCode(), app.output());
            assertEquals(3, TestKafka.table("output_topic").size());
            assertEquals(9, TestKafka.committedRecords("user-summary", "input_topic"));
            assertFalse(app.output().contains("\tat "), app.output());
        }
    }

    @Test
    void eventsAfterTheLastBatchAreLeftForTheNextRun() throws Exception {
        for (int i = 0; i < 12; i++) {
            TestKafka.produce(
                    "input_topic",
                    "key" + i,
                    "{\"userId\":\"u%d\",\"metadata\":{\"timestamp\":%d}}".formatted(i, i));
        }
        try (PackagedApp app = run()) {
            assertEquals(0, app.exitCode(), app.output());
            assertEquals(9, TestKafka.table("output_topic").size());
            assertEquals(9, TestKafka.committedRecords("user-summary", "input_topic"));
        }
        try (PackagedApp app = run("summary.batch-timeout=100ms")) {
            assertEquals(0, app.exitCode(), app.output());
            assertEquals(12, TestKafka.table("output_topic").size());
            assertEquals(12, TestKafka.committedRecords("user-summary", "input_topic"));
        }
    }
}
