package io.usersummary.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.PackagedApp;
import io.usersummary.TestKafka;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deletion with real topics: under load, over a restart, and with two instances. */
class ForgetIT {

    private static final int USERS = 300;

    @BeforeEach
    void begin() {
        TestKafka.deleteEverything();
    }

    @Test
    void whoIsForgottenIsGoneHereAtOnceOnOthersSoonAndAfterARestart() throws Exception {
        try (PackagedApp one = start();
                PackagedApp two = start()) {
            produce("user", 1_534_382_478L);
            awaitUser(one, "user7");
            awaitUser(two, "user7");
            assertEquals(204, one.send("DELETE", "/api/summaries/user7").statusCode());
            assertEquals(404, one.get("/api/summaries/user7").statusCode());
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> two.get("/api/summaries/user7").statusCode() == 404);
            assertEquals(404, one.send("DELETE", "/api/summaries/user7").statusCode());
            assertFalse(TestKafka.table("output_topic").containsKey("user7"));
        }
        try (PackagedApp again = start()) {
            awaitUser(again, "user8");
            assertEquals(404, again.get("/api/summaries/user7").statusCode());
            TestKafka.produce("input_topic", "user7", event("user7", 1_600_000_000L));
            awaitUser(again, "user7");
            assertEquals(
                    "{\"userId\":\"user7\",\"firstSeen\":1600000000,\"lastSeen\":1600000000}",
                    again.get("/api/summaries/user7").body());
        }
    }

    @Test
    void underLoadOnlyWhoWasDeletedIsGoneAndTheTableStaysThatOfTheTopic() throws Exception {
        try (PackagedApp app = start()) {
            produce("user", 1_534_382_478L);
            awaitUser(app, "user" + (USERS - 1));
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                produce("load" + i + "-", 1_534_382_478L + i);
                statuses.add(app.send("DELETE", "/api/summaries/user" + i).statusCode());
            }
            assertTrue(statuses.stream().allMatch(status -> status == 204), "" + statuses);
            awaitUser(app, "load29-" + (USERS - 1));
            for (int i = 0; i < 30; i++) {
                assertEquals(404, app.get("/api/summaries/user" + i).statusCode());
                assertNull(TestKafka.table("output_topic").get("user" + i));
            }
            HttpResponse<String> all = app.send("GET", "/api/summaries", "Accept", "text/csv");
            assertEquals(1 + USERS - 30 + 30 * USERS, all.body().split("\r\n").length);
            assertEquals(USERS - 30 + 30 * USERS, TestKafka.table("output_topic").size());
        }
    }

    @Test
    void whileTheBrokerIsAwayTheOutcomeIsUnknownWithinSeconds() throws Exception {
        try (PackagedApp app = start()) {
            produce("user", 1_534_382_478L);
            awaitUser(app, "user1");
            TestKafka.stop();
            try {
                long begin = System.nanoTime();
                HttpResponse<String> answer = app.send("DELETE", "/api/summaries/user1");
                assertEquals(503, answer.statusCode(), answer.body());
                assertTrue(answer.body().contains("Outcome unknown, ask again"), answer.body());
                assertTrue(answer.headers().firstValue("Retry-After").isPresent());
                assertTrue(System.nanoTime() - begin < Duration.ofSeconds(12).toNanos());
            } finally {
                TestKafka.start();
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(
                            () -> {
                                int status =
                                        app.send("DELETE", "/api/summaries/user1").statusCode();
                                return status == 204 || status == 404;
                            });
        }
    }

    /** Credentials and TLS are often set for the channels, too. */
    @Test
    void theTombstoneGoesWhereTheChannelsAreToldToGo() throws Exception {
        try (PackagedApp app =
                PackagedApp.start(
                        "kafka.bootstrap.servers=localhost:1",
                        "mp.messaging.connector.kafka-batch.bootstrap.servers="
                                + TestKafka.bootstrapServers(),
                        "mp.messaging.connector.smallrye-kafka.bootstrap.servers="
                                + TestKafka.bootstrapServers(),
                        "generator.enabled=false",
                        "summary.batch-timeout=200ms")) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> app.get("/q/health/ready").statusCode() == 200);
            produce("user", 1_534_382_478L);
            awaitUser(app, "user1");
            HttpResponse<String> answer = app.send("DELETE", "/api/summaries/user1");
            assertEquals(204, answer.statusCode(), answer.body());
        }
    }

    private static PackagedApp start() throws IOException {
        return PackagedApp.start(
                "kafka.bootstrap.servers=" + TestKafka.bootstrapServers(),
                "generator.enabled=false",
                "summary.batch-size=50",
                "summary.batch-timeout=200ms");
    }

    private static void awaitUser(PackagedApp app, String userId) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> app.get("/api/summaries/" + userId).statusCode() == 200);
    }

    private static void produce(String prefix, long timestamp) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            records.add(
                    new ProducerRecord<>(
                            "input_topic", null, event(prefix + i, timestamp).getBytes()));
        }
        TestKafka.produce(records);
    }

    private static String event(String userId, long timestamp) {
        return "{\"userId\":\"%s\",\"metadata\":{\"timestamp\":%d}}".formatted(userId, timestamp);
    }
}
