package io.usersummary.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.PackagedApp;
import io.usersummary.TestKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Shapes of other people's events, in the packaged application: the jar, or the native binary. */
class ShapesIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @BeforeEach
    void empty() {
        TestKafka.deleteEverything();
    }

    private static PackagedApp start(String... shape) throws Exception {
        List<String> settings =
                List.of(
                        "kafka.bootstrap.servers=" + TestKafka.bootstrapServers(),
                        "summary.batch-timeout=100ms");
        return PackagedApp.start(
                Stream.concat(settings.stream(), Stream.of(shape)).toArray(String[]::new));
    }

    private static void awaitTable(Map<String, String> table) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(table, TestKafka.table("output_topic")));
    }

    private static String summary(String userId, long first, long last) {
        return "{\"userId\":\"%s\",\"firstSeen\":%d,\"lastSeen\":%d}"
                .formatted(userId, first, last);
    }

    @Test
    void readsTrackCallsByUserIdElseByAnonymousId() throws Exception {
        try (PackagedApp app =
                start(
                        "event.user-id=/context/traits/a\\,b,/userId,/anonymousId",
                        "event.timestamp=/timestamp",
                        "event.timestamp-format=iso-8601")) {
            produce("{\"anonymousId\":\"anon\",\"timestamp\":\"2018-08-16T01:21:18.123Z\"}");
            produce(
                    "{\"userId\":77,\"anonymousId\":\"anon\",\"timestamp\":\"2018-08-16 03:21:19+02:00\"}");
            produce(
                    "{\"context\":{\"traits\":{\"a,b\":\"anon\"}},\"timestamp\":\"1990-12-31T23:59:60Z\"}");
            produce("{\"userId\":{},\"timestamp\":\"2018-08-16T01:21:18Z\"}");
            awaitTable(
                    Map.of(
                            "anon", summary("anon", 662_687_999L, 1_534_382_478L),
                            "77", summary("77", 1_534_382_479L, 1_534_382_479L)));
            await().atMost(PATIENCE).until(() -> TestKafka.records("input_topic_dlq").size() == 1);
            assertEquals(
                    "no text or whole number at /userId: found an object",
                    new String(
                            TestKafka.records("input_topic_dlq")
                                    .get(0)
                                    .headers()
                                    .lastHeader("dead-letter-reason")
                                    .value(),
                            UTF_8));
            assertTrue(
                    app.output()
                            .contains(
                                    "userId at /context/traits/a\\,b,/userId,/anonymousId,"
                                            + " time at /timestamp in ISO 8601"),
                    app.output());
        }
    }

    private static void produce(String value) {
        TestKafka.produce("input_topic", "key", value);
    }

    @Test
    void takesUserIdAndTimeFromTheRecordItself() throws Exception {
        // The records are of 1970: the broker's first look for expired ones would delete them.
        TestKafka.createTopic("input_topic", 2, Map.of("retention.ms", "-1"));
        try (PackagedApp app = start("event.user-id=key", "event.timestamp=record")) {
            TestKafka.produce(
                    List.of(
                            record("ada", 1_999_999L, null),
                            record("ada", 7_000L, new byte[] {(byte) 0xff}),
                            record(null, 8_000L, null)));
            awaitTable(Map.of("ada", summary("ada", 7, 1_999)));
            await().atMost(PATIENCE).until(() -> TestKafka.records("input_topic_dlq").size() == 1);
            assertTrue(app.output().contains("userId from the record's key"), app.output());
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String key, long time, byte[] value) {
        byte[] bytes = key == null ? null : key.getBytes(UTF_8);
        return new ProducerRecord<>("input_topic", null, time, bytes, value);
    }
}
