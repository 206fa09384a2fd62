package io.usersummary.processor;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.PackagedApp;
import io.usersummary.TestKafka;
import java.time.Duration;
import java.util.Map;
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
            assertEquals(0, committed());
            app.terminate();
            assertEquals(143, app.exitCode(), app.output());
            assertEquals(1, TestKafka.table("output_topic").size());
            assertEquals(1, committed());
            assertFalse(app.output().contains("\tat "), app.output());
        }
    }
}
