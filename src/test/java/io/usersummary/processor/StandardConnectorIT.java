package io.usersummary.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.PackagedApp;
import io.usersummary.TestKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged application with {@code smallrye-kafka} in the place of {@code kafka-batch}. */
class StandardConnectorIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @BeforeEach
    void empty() {
        TestKafka.deleteEverything();
        TestKafka.createTopic("input_topic", 2, Map.of());
    }

    private static PackagedApp start(String... more) throws Exception {
        List<String> settings =
                new ArrayList<>(
                        List.of(
                                "kafka.bootstrap.servers=" + TestKafka.bootstrapServers(),
                                "quarkus.config.locations=src/bench/standard.properties",
                                "summary.batch-timeout=100ms"));
        settings.addAll(List.of(more));
        return PackagedApp.start(settings.toArray(String[]::new));
    }

    private static ProducerRecord<byte[], byte[]> event(String userId, long timestamp) {
        String value =
                "{\"userId\":\"%s\",\"metadata\":{\"timestamp\":%d}}".formatted(userId, timestamp);
        return new ProducerRecord<>("input_topic", null, value.getBytes(UTF_8));
    }

    private static String summary(String userId, long first, long last) {
        return "{\"userId\":\"%s\",\"firstSeen\":%d,\"lastSeen\":%d}"
                .formatted(userId, first, last);
    }

    private static long committed() {
        return TestKafka.committedRecords("user-summary", "input_topic");
    }

    private static void awaitReady(PackagedApp app) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            var answer = app.get("/q/health/ready");
                            assertEquals(200, answer.statusCode(), answer.body());
                        });
    }

    @Test
    void theExampleGivesThreeSummariesOfNineEvents() throws Exception {
        try (PackagedApp app = start("generator.enabled=true", "generator.interval=10ms")) {
            await().atMost(PATIENCE).until(() -> committed() == 9);
            assertEquals(3, TestKafka.table("output_topic").size());
            awaitReady(app);
            assertEquals(200, app.get("/q/health/live").statusCode());
            assertFalse(app.output().contains("\tat "), app.output());
        }
    }

    @Test
    void poisonIsSetAsideUnchangedWithTheReasonAndTheStreamGoesOn() throws Exception {
        try (PackagedApp app = start()) {
            TestKafka.produce("input_topic", "key", "poison");
            TestKafka.produce(List.of(event("a", 1)));
            await().atMost(PATIENCE).until(() -> committed() == 2);
            ConsumerRecord<byte[], byte[]> letter = TestKafka.records("input_topic_dlq").get(0);
            assertArrayEquals("key".getBytes(UTF_8), letter.key());
            assertArrayEquals("poison".getBytes(UTF_8), letter.value());
            assertTrue(letter.headers().lastHeader("dead-letter-reason").value().length > 0);
            assertEquals(Map.of("a", summary("a", 1, 1)), TestKafka.table("output_topic"));
            awaitReady(app);
        }
    }

    @Test
    void deadLetterThatIsTooLargeIsCutAndASummaryThatIsRefusedIsTriedUntilItIsTaken()
            throws Exception {
        TestKafka.createTopic("input_topic_dlq", 1, Map.of("max.message.bytes", "10000"));
        TestKafka.createTopic(
                "output_topic", 2, Map.of("cleanup.policy", "compact", "max.message.bytes", "80"));
        try (PackagedApp app = start()) {
            TestKafka.produce("input_topic", "key", "x".repeat(100_000));
            TestKafka.produce(List.of(event("a", 1)));
            await().atMost(PATIENCE).until(() -> app.get("/q/health/ready").statusCode() == 503);
            await().atMost(PATIENCE).until(() -> TestKafka.records("input_topic_dlq").size() == 1);
            assertEquals(0, committed());
            TestKafka.setConfig("output_topic", "max.message.bytes", "1000000");
            await().atMost(PATIENCE).until(() -> committed() == 2);
            assertEquals(Map.of("a", summary("a", 1, 1)), TestKafka.table("output_topic"));
            awaitReady(app);
        }
    }

    @Test
    void killedInMidStreamAndStartedAgainTheTableIsExact() throws Exception {
        Random random = new Random(7);
        Map<String, long[]> expected = new HashMap<>();
        List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            String user = "u" + random.nextInt(500);
            long time = random.nextInt(1_000_000);
            events.add(event(user, time));
            long[] seen = expected.computeIfAbsent(user, u -> new long[] {time, time});
            seen[0] = Math.min(seen[0], time);
            seen[1] = Math.max(seen[1], time);
        }
        try (PackagedApp app = start()) {
            awaitReady(app);
            TestKafka.produce(events);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !TestKafka.table("output_topic").isEmpty());
            app.kill();
        }
        try (PackagedApp app = start()) {
            await().atMost(PATIENCE).until(() -> committed() == events.size());
            Map<String, String> table = new HashMap<>();
            expected.forEach((user, seen) -> table.put(user, summary(user, seen[0], seen[1])));
            assertEquals(table, TestKafka.table("output_topic"));
            awaitReady(app);
        }
    }

    @Test
    void stopsWhenAskedToAndGoesOnWhereItWas() throws Exception {
        try (PackagedApp app = start()) {
            TestKafka.produce(List.of(event("a", 1), event("b", 2)));
            await().atMost(PATIENCE).until(() -> committed() == 2);
            app.terminate();
            assertEquals(143, app.exitCode(), app.output());
        }
        try (PackagedApp app = start()) {
            TestKafka.produce(List.of(event("a", 3)));
            await().atMost(PATIENCE).until(() -> committed() == 3);
            assertEquals(
                    Map.of("a", summary("a", 1, 3), "b", summary("b", 2, 2)),
                    TestKafka.table("output_topic"));
            assertEquals(3, TestKafka.records("output_topic").size());
        }
    }

    @Test
    void noEventIsTakenBeforeTheTableIsReadBack() throws Exception {
        TestKafka.createTopic("output_topic", 2, Map.of("cleanup.policy", "compact"));
        List<ProducerRecord<byte[], byte[]>> table = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            String user = "u" + i;
            table.add(
                    new ProducerRecord<>(
                            "output_topic",
                            user.getBytes(UTF_8),
                            summary(user, 1, 9).getBytes(UTF_8)));
        }
        TestKafka.produce(table);
        List<ProducerRecord<byte[], byte[]>> known = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            known.add(event("u" + (99_999 - i), 5));
        }
        TestKafka.produce(known);
        try (PackagedApp app = start()) {
            await().atMost(PATIENCE).until(() -> committed() == known.size());
            assertEquals(table.size(), TestKafka.records("output_topic").size());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "summary.max-batches, 1, 'summary.max-batches=1 and mp.messaging.incoming.events.connector=smallrye-kafka'",
        "mp.messaging.incoming.published-summaries.connector, smallrye-kafka, read back by kafka-batch only",
        "mp.messaging.incoming.published-summaries.connector, smallrye-in-memory, set both or neither",
    })
    void whatCannotWorkIsRefusedAtTheStartWithTheReason(String key, String value, String reason)
            throws Exception {
        try (PackagedApp app = start(key + "=" + value)) {
            int exitCode = app.exitCode();
            String output = app.output();
            assertAll(
                    output,
                    () -> assertEquals(1, exitCode),
                    () -> assertTrue(output.contains(key + "=" + value)),
                    () -> assertTrue(output.contains(reason)),
                    () -> assertFalse(output.contains("\tat ")));
        }
    }
}
