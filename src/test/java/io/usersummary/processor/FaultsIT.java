package io.usersummary.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.PackagedApp;
import io.usersummary.TestKafka;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bad days: nothing is lost, nothing is stuck, and health says what is wrong. */
class FaultsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @BeforeEach
    void empty() {
        TestKafka.deleteEverything();
        TestKafka.createTopic("input_topic", 2, Map.of());
    }

    private static PackagedApp start() throws Exception {
        return PackagedApp.start(
                "kafka.bootstrap.servers=" + TestKafka.bootstrapServers(),
                "summary.batch-timeout=100ms");
    }

    private static void produce(String userId, long timestamp) {
        TestKafka.produce(
                "input_topic",
                userId,
                "{\"userId\":\"%s\",\"metadata\":{\"timestamp\":%d}}".formatted(userId, timestamp));
    }

    private static void awaitReadiness(PackagedApp app, int status, String content) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            var answer = app.get("/q/health/ready");
                            assertEquals(status, answer.statusCode(), answer.body());
                            assertTrue(answer.body().contains(content), answer.body());
                        });
    }

    private static long committed() {
        return TestKafka.committedRecords("user-summary", "input_topic");
    }

    @Test
    void summariesThatCannotBeWrittenAreTriedUntilTheyCan() throws Exception {
        TestKafka.createTopic(
                "output_topic", 2, Map.of("cleanup.policy", "compact", "max.message.bytes", "80"));
        try (PackagedApp app = start()) {
            produce("a", 1);
            awaitReadiness(app, 503, "larger than the max message size");
            assertEquals(200, app.get("/q/health/live").statusCode());
            assertEquals(0, committed());
            TestKafka.setConfig("output_topic", "max.message.bytes", "1000000");
            awaitReadiness(app, 200, "UP");
            await().atMost(PATIENCE).until(() -> committed() == 1);
            assertEquals(1, TestKafka.table("output_topic").size());
            assertFalse(app.output().contains("\tat "), app.output());
        }
    }

    @Test
    void deadLettersThatCannotBeWrittenHoldTheirOffsetButNotTheGoodEvents() throws Exception {
        TestKafka.createTopic("input_topic_dlq", 1, Map.of("max.message.bytes", "80"));
        try (PackagedApp app = start()) {
            TestKafka.produce("input_topic", "key", "poison");
            awaitReadiness(app, 503, "dead-letters");
            produce("a", 1);
            await().atMost(PATIENCE).until(() -> TestKafka.table("output_topic").containsKey("a"));
            assertEquals(0, committed());
            TestKafka.setConfig("input_topic_dlq", "max.message.bytes", "1000000");
            await().atMost(PATIENCE).until(() -> committed() == 2);
            assertEquals(1, TestKafka.records("input_topic_dlq").size());
            awaitReadiness(app, 200, "UP");
        }
    }

    @Test
    void deadLetterThatIsTooLargeIsCutSaysSoAndStopsNothing() throws Exception {
        TestKafka.createTopic("input_topic_dlq", 1, Map.of("max.message.bytes", "10000"));
        byte[] value = "x".repeat(100_000).getBytes(UTF_8);
        byte[] key = "k".repeat(20_000).getBytes(UTF_8);
        try (PackagedApp app = start()) {
            TestKafka.produce(new ProducerRecord<>("input_topic", 0, null, value));
            TestKafka.produce(new ProducerRecord<>("input_topic", 1, key, value));
            produce("a", 1);
            await().atMost(PATIENCE).until(() -> committed() == 3);
            Map<Integer, ConsumerRecord<byte[], byte[]>> letters =
                    TestKafka.records("input_topic_dlq").stream()
                            .collect(
                                    toMap(
                                            letter ->
                                                    Integer.parseInt(
                                                            header(
                                                                    letter,
                                                                    "dead-letter-partition")),
                                            letter -> letter));
            ConsumerRecord<byte[], byte[]> cutValue = letters.get(0);
            assertEquals("100000", header(cutValue, "dead-letter-value-size"));
            assertTrue(cutValue.value().length > 5_000, cutValue.value().length + " bytes left");
            assertArrayEquals(Arrays.copyOf(value, cutValue.value().length), cutValue.value());
            ConsumerRecord<byte[], byte[]> cutKey = letters.get(1);
            assertEquals("100000", header(cutKey, "dead-letter-value-size"));
            assertEquals("20000", header(cutKey, "dead-letter-key-size"));
            assertEquals(0, cutKey.value().length);
            assertTrue(cutKey.key().length > 5_000, cutKey.key().length + " bytes left");
            assertEquals("input_topic", header(cutKey, "dead-letter-topic"));
            awaitReadiness(app, 200, "UP");
        }
    }

    @Test
    void poisonThatTopicsTakeOnlyCompressedIsSetAsideAsFarAsItFits() throws Exception {
        byte[] value = "x".repeat(4_000_000).getBytes(UTF_8);
        Map<String, Object> compressing =
                Map.of(
                        "bootstrap.servers",
                        TestKafka.bootstrapServers(),
                        "compression.type",
                        "lz4",
                        "max.request.size",
                        8_000_000);
        var bytes = new ByteArraySerializer();
        try (PackagedApp app = start();
                var producer = new KafkaProducer<>(compressing, bytes, bytes)) {
            producer.send(new ProducerRecord<>("input_topic", 0, null, value)).get();
            produce("a", 1);
            await().atMost(PATIENCE).until(() -> committed() == 2);
            ConsumerRecord<byte[], byte[]> letter = TestKafka.records("input_topic_dlq").get(0);
            assertEquals("4000000", header(letter, "dead-letter-value-size"));
            assertTrue(letter.value().length > 500_000, letter.value().length + " bytes left");
            assertArrayEquals(Arrays.copyOf(value, letter.value().length), letter.value());
            awaitReadiness(app, 200, "UP");
        }
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    @Test
    void summaryThatIsNeverTakenHoldsItsOwnPartitionsAndNothingElse() throws Exception {
        TestKafka.createTopic(
                "output_topic",
                2,
                Map.of("cleanup.policy", "compact", "max.message.bytes", "2000"));
        String giant = "g".repeat(3_000);
        try (PackagedApp app = start()) {
            event(0, "before");
            event(1, "other");
            event(0, giant);
            awaitReadiness(app, 503, "\"refusal\"");
            event(1, "later");
            event(0, "behind");
            event(1, "last");
            await().atMost(PATIENCE)
                    .until(
                            () ->
                                    TestKafka.table("output_topic")
                                            .keySet()
                                            .containsAll(
                                                    Set.of(
                                                            "before", "other", "later", "behind",
                                                            "last")));
            await().atMost(PATIENCE).until(() -> committed(1) == 3);
            assertTrue(committed(0) <= 1, "committed past the refused summary: " + committed(0));
            String metrics = app.get("/q/metrics").body();
            assertTrue(metrics.contains("\nuser_summary_published_total 5.0\n"), metrics);
            String readiness = app.get("/q/health/ready").body();
            assertTrue(readiness.contains("output_topic"), readiness);
            assertFalse(readiness.contains("ggg"), readiness);
            assertEquals(200, app.get("/q/health/live").statusCode());

            TestKafka.setConfig("output_topic", "max.message.bytes", "1000000");
            awaitReadiness(app, 200, "UP");
            await().atMost(PATIENCE).until(() -> committed(0) == 3);
            assertTrue(TestKafka.table("output_topic").containsKey(giant));
        }
    }

    /** A producer splits a batch that is too large into one of the same size, in vain. */
    @Test
    void topicsThatTakeLessThanABatchOfAProducerAreWrittenToUnderLoad() throws Exception {
        Map<String, String> limit = Map.of("max.message.bytes", "5000");
        TestKafka.createTopic("output_topic", 2, limit);
        TestKafka.createTopic("input_topic_dlq", 1, limit);
        TestKafka.produce(eventsAndPoison(0, 3_000));
        try (PackagedApp app = start()) {
            await().atMost(Duration.ofSeconds(20)).until(() -> committed() == 6_000);
            assertEquals(3_000, TestKafka.table("output_topic").size());
            assertEquals(3_000, TestKafka.records("input_topic_dlq").size());
            for (String topic : List.of("output_topic", "input_topic_dlq")) {
                TestKafka.setConfig(topic, "max.message.bytes", "2000");
            }
            TestKafka.produce(eventsAndPoison(3_000, 6_000));
            await().atMost(PATIENCE).until(() -> committed() == 12_000);
            assertEquals(6_000, TestKafka.table("output_topic").size());
            awaitReadiness(app, 200, "UP");
        }
    }

    private static List<ProducerRecord<byte[], byte[]>> eventsAndPoison(int from, int to) {
        return IntStream.range(from, to)
                .boxed()
                .flatMap(i -> Stream.of("poison " + i, event("user-" + i)))
                .map(
                        value ->
                                new ProducerRecord<byte[], byte[]>(
                                        "input_topic", value.getBytes(UTF_8)))
                .toList();
    }

    private static void event(int partition, String userId) {
        TestKafka.produce(
                new ProducerRecord<>(
                        "input_topic", partition, null, event(userId).getBytes(UTF_8)));
    }

    private static String event(String userId) {
        return "{\"userId\":\"%s\",\"metadata\":{\"timestamp\":1}}".formatted(userId);
    }

    private static long committed(int partition) {
        return TestKafka.committed("user-summary", "input_topic").getOrDefault(partition, 0L);
    }

    @Test
    void brokerThatGoesAwayAndComesBackIsWaitedFor() throws Exception {
        try (PackagedApp app = start()) {
            produce("before", 1);
            await().atMost(PATIENCE).until(() -> committed() == 1);
            TestKafka.restart();
            produce("after", 1);
            await().atMost(PATIENCE).until(() -> committed() == 2);
            assertEquals(2, TestKafka.table("output_topic").size());
            assertEquals(200, app.get("/q/health/live").statusCode());
            assertFalse(app.output().contains("\tat "), app.output());
        }
    }

    @Test
    void brokerThatIsAwayAtTheStartIsWaitedForAndReadinessSaysSo() throws Exception {
        TestKafka.stop();
        try (PackagedApp app = start()) {
            awaitReadiness(app, 503, "waiting for");
            assertEquals(200, app.get("/q/health/live").statusCode());
            TestKafka.start();
            awaitReadiness(app, 200, "UP");
            produce("a", 1);
            await().atMost(PATIENCE).until(() -> committed() == 1);
            assertFalse(app.output().contains("\tat "), app.output());
        } finally {
            TestKafka.start();
        }
    }

    @Test
    void stopFinishesTheOpenBatchCommitsAndLeavesTheGroupAtOnce() throws Exception {
        try (PackagedApp app =
                PackagedApp.start(
                        "kafka.bootstrap.servers=" + TestKafka.bootstrapServers(),
                        "mp.messaging.incoming.events.auto.commit.interval.ms=20",
                        "summary.batch-timeout=1h")) {
            awaitReadiness(app, 200, "UP");
            produce("a", 1);
            await().atMost(PATIENCE)
                    .until(
                            () ->
                                    app.get("/q/metrics")
                                            .body()
                                            .contains(
                                                    "user_summary_events_total{outcome=\"accepted\"}"
                                                            + " 1.0"));
            // Many times as long as it takes to commit what may be committed.
            await().during(Duration.ofSeconds(1)).until(() -> committed() == 0);
            app.terminate();
            assertEquals(143, app.exitCode(), app.output());
            assertEquals(1, TestKafka.table("output_topic").size());
            assertEquals(1, committed());
            assertFalse(app.output().contains("\tat "), app.output());
        }
    }
}
