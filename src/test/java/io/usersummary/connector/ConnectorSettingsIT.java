package io.usersummary.connector;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.PackagedApp;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectorSettingsIT {

    @ParameterizedTest
    @CsvSource({
        "kafka.enable.idempotence, false, only true",
        "kafka.isolation.level, read_uncommitted, channel published-summaries allows only",
        "mp.messaging.connector.kafka-batch.enable.auto.commit, true, only false",
        "mp.messaging.incoming.published-summaries.auto.offset.reset, latest, only earliest",
        "mp.messaging.outgoing.summaries.delivery.timeout.ms, 0, request.timeout.ms=10000",
        "mp.messaging.incoming.events.topics, 'a,b', has one topic",
        "mp.messaging.incoming.events.grace, soon, a duration is allowed",
        "mp.messaging.incoming.events.concurrency, 65, a number from 1 to 64",
        "mp.messaging.incoming.events.concurrency, all, a number from 1 to 64",
        "mp.messaging.incoming.events.step-over, input_topic@7, such as input_topic-0@1234",
        "mp.messaging.incoming.events.kafka-configuration, nobody, there is no bean",
    })
    void aSettingThatCannotBeEndsTheStartWithOneSentenceThatNamesIt(
            String key, String value, String allowed) throws Exception {
        try (PackagedApp app = PackagedApp.start(key + "=" + value)) {
            int exitCode = app.exitCode();
            String output = app.output();
            assertAll(
                    output,
                    () -> assertEquals(1, exitCode),
                    () -> assertTrue(output.contains(key + "=" + value)),
                    () -> assertTrue(output.contains(allowed)),
                    () -> assertFalse(output.contains("\tat ")));
        }
    }

    @Test
    void aNameThatNobodyKnowsIsNamedOnceWithTheNearestThatIsKnown() throws Exception {
        String slip = "mp.messaging.incoming.events.max.poll.record";
        try (PackagedApp app =
                PackagedApp.start("kafka.bootstrap.servers=localhost:1", slip + "=7")) {
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> app.output().contains("Listening on"));
            String output = app.output();
            assertTrue(output.contains(slip + " is neither"), output);
            assertTrue(output.contains("Did you mean max.poll.records?"), output);
            assertEquals(2, output.split("is neither an attribute", -1).length, output);
        }
    }
}
