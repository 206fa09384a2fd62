package io.usersummary.settings;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.PackagedApp;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsIT {

    private static final String WRONG =
            """
            summary.batch-size      | abc           | a whole number from 1 to 10000000
            summary.batch-timeout   | 2h            | a duration from 1ms to 1h
            summary.max-batches     | -1            | a whole number from 0 to
            summary.max-clock-skew  | soon          | a duration from 0s to 3650d
            topics.partitions       | 0             | a whole number from 1 to 10000
            memory.limit            | 1M            | a size such as 64M, from 16M to 1024G
            generator.interval      | -5s           | a duration from 0s to 1h
            generator.seed          | 1.5           | a whole number from
            event.user-id           | /userId,key   | such as /userId,/anonymousId, or key for
            event.timestamp         | /a,,/b        | such as /sentAt,/time, or record for
            event.timestamp-format  | unix          | seconds, milliseconds, microseconds, iso-8601
            """;

    @Test
    void wrongSettingsStopTheStartEachWithItsKeyItsValueAndWhatIsAllowed() throws Exception {
        List<List<String>> wrong =
                WRONG.lines().map(line -> List.of(line.split(" *\\| *", -1))).toList();
        String[] settings =
                wrong.stream().map(one -> one.get(0) + "=" + one.get(1)).toArray(String[]::new);
        try (PackagedApp app = PackagedApp.start(settings)) {
            int exitCode = app.exitCode();
            String output = app.output();
            assertNotEquals(0, exitCode, output);
            assertFalse(output.contains("\tat "), output);
            for (List<String> one : wrong) {
                assertTrue(
                        output.lines().anyMatch(line -> one.stream().allMatch(line::contains)),
                        () -> one + " in:\n" + output);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "event.user-id=,           , such as /userId",
        "event.timestamp=,         , such as /metadata/timestamp",
        "event.timestamp=record,   event.timestamp-format=iso-8601, with event.timestamp=record",
        "generator.enabled=true,   event.user-id=/user, would all be set aside",
        "summary.max-batches=1,    mp.messaging.incoming.events.concurrency=2, use one"
    })
    void settingsThatAreRightAloneButNotTogetherStopTheStartWithAWayOut(
            String one, String other, String wayOut) throws Exception {
        String[] settings = other == null ? new String[] {one} : new String[] {one, other};
        try (PackagedApp app = PackagedApp.start(settings)) {
            int exitCode = app.exitCode();
            String output = app.output();
            assertAll(
                    output,
                    () -> assertEquals(1, exitCode),
                    () -> assertTrue(output.contains(one.split("=")[0] + "=")),
                    () -> assertTrue(output.contains(wayOut)),
                    () -> assertFalse(output.contains("\tat ")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mp.messaging.outgoing.summaries.topic, elsewhere,       topics.output=output_topic",
        "mp.messaging.outgoing.sample-events.topic, elsewhere,   topics.input=input_topic",
        "mp.messaging.outgoing.dead-letters.topic, input_topic,  topics.dead-letters=input_topic_dlq",
        "topics.dead-letters,                      input_topic,  topics.input",
        "topics.output,                            input_topic,  topics.input",
        "topics.output,                            a b,          '1 to 249 letters'",
        "mp.messaging.outgoing.summaries.topic,    '',           topics.output=output_topic",
        "mp.messaging.incoming.events.bootstrap.servers, there:1, kafka.bootstrap.servers",
        "mp.messaging.connector.kafka-batch.bootstrap.servers, there:1, channel events",
        "mp.messaging.outgoing.sample-events.bootstrap.servers, there:1, channel events",
    })
    void topicsThatDisagreeStopTheStartWithBothNames(String key, String value, String other)
            throws Exception {
        try (PackagedApp app = PackagedApp.start(key + "=" + value)) {
            int exitCode = app.exitCode();
            String output = app.output();
            assertAll(
                    output,
                    () -> assertEquals(1, exitCode),
                    () -> assertTrue(output.contains(key)),
                    () -> assertTrue(output.contains(value)),
                    () -> assertTrue(output.contains(other)),
                    () -> assertFalse(output.contains("\tat ")));
        }
    }

    @Test
    void memoryThatIsMoreThanHalfOfTheHeapIsRefused() throws Exception {
        try (PackagedApp app = PackagedApp.start("memory.limit=200M")) {
            assertEquals(1, app.exitCode(), app.output());
            assertTrue(app.output().contains("memory.limit is 209,715,200 bytes"), app.output());
            assertFalse(app.output().contains("\tat "), app.output());
        }
    }
}
