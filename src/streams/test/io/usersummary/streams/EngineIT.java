package io.usersummary.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.PackagedApp;
import io.usersummary.TestKafka;
import java.net.http.HttpResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** The packaged service of this build on a real broker. */
class EngineIT extends EngineScene {

    @Test
    void theExampleGivesThreeSummariesAndAnswersForThem() throws Exception {
        try (PackagedApp app = start("one", "generator.enabled=true", "generator.interval=10ms")) {
            awaitReady(app);
            await().atMost(PATIENCE).until(() -> TestKafka.table("output_topic").size() == 3);
            await().atMost(PATIENCE).until(() -> committed() == 9);
            for (Map.Entry<String, String> user : TestKafka.table("output_topic").entrySet()) {
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> {
                                    HttpResponse<String> answer =
                                            app.get("/api/summaries/" + user.getKey());
                                    assertEquals(200, answer.statusCode(), answer.body());
                                    assertEquals(user.getValue(), answer.body());
                                });
            }
            assertEquals(404, app.get("/api/summaries/nobody").statusCode());
            assertEquals(200, app.get("/q/health/live").statusCode());
            for (String path :
                    List.of(
                            "/api/summaries",
                            "/api/summaries?format=csv",
                            "/api/histogram",
                            "/api/stream?userId=ada")) {
                assertEquals(501, app.get(path).statusCode(), path);
            }
            assertEquals(501, app.send("DELETE", "/api/summaries/nobody").statusCode());
            String metrics = app.get("/q/metrics").body();
            assertTrue(metrics.contains("user_summary_events_total{outcome=\"accepted\"} 9.0"));
            assertFalse(app.output().contains("\tat "), app.output());
        }
    }

    @Test
    void poisonIsSetAsideByteForByteAndItsPartitionGoesOn() throws Exception {
        createInput();
        byte[] key = {0, (byte) 0xff, 7};
        byte[] value = {'{', (byte) 0xc0, (byte) 0x80};
        byte[] large = new byte[1_048_000];
        TestKafka.produce(
                List.of(
                        new ProducerRecord<>("input_topic", 2, key, value),
                        new ProducerRecord<>("input_topic", 2, null, large)));
        sent += 2;
        feed(10);
        try (PackagedApp app = start("one")) {
            awaitExact();
            List<ConsumerRecord<byte[], byte[]>> letters = TestKafka.records("input_topic_dlq");
            assertTrue(
                    letters.stream()
                            .anyMatch(
                                    letter ->
                                            java.util.Arrays.equals(key, letter.key())
                                                    && java.util.Arrays.equals(
                                                            value, letter.value())));
            assertArrayEquals(
                    large,
                    letters.stream()
                            .map(ConsumerRecord::value)
                            .max(Comparator.comparing(letter -> letter.length))
                            .orElseThrow());
        }
    }

    @Test
    void theTableIsExactAfterKillsAndLostDirectories() throws Exception {
        createInput();
        feed(2_000);
        PackagedApp two = start("two");
        try (PackagedApp one = start("one")) {
            for (String directory : List.of("two", "two", "lost")) {
                long before = TestKafka.records("output_topic").size();
                await().atMost(PATIENCE)
                        .until(
                                () -> {
                                    feed(200);
                                    return TestKafka.records("output_topic").size() > before;
                                });
                two.kill();
                two = start(directory);
                feed(2_000);
            }
            awaitReady(one);
            awaitReady(two);
            awaitExact();
        } finally {
            two.close();
        }
        long published = TestKafka.records("output_topic").size();
        try (PackagedApp again = start("one")) {
            awaitReady(again);
            TestKafka.produce(
                    "input_topic", "any", "{\"userId\":\"late\",\"metadata\":{\"timestamp\":7}}");
            await().atMost(PATIENCE)
                    .until(() -> TestKafka.table("output_topic").containsKey("late"));
            assertEquals(published + 1, TestKafka.records("output_topic").size());
        }
    }

    /**
     * What an instance published last is not in its own table yet; another goes on, and then the
     * first one comes back with its directory.
     */
    @Test
    void aDirectoryIsRestoredFromWhatWasReadNotFromWhatWasWritten() throws Exception {
        TestKafka.createTopic("input_topic", PARTITIONS, Map.of());
        TestKafka.createTopic("output_topic", PARTITIONS, Map.of("cleanup.policy", "compact"));
        List<String> users = IntStream.range(0, 200).mapToObj(i -> "user-" + i).toList();
        for (String user : users) {
            TestKafka.produce(
                    "input_topic",
                    user,
                    "{\"userId\":\"%s\",\"metadata\":{\"timestamp\":7}}".formatted(user));
        }
        String keyed = "streams.keyed-by-user=true";
        try (PackagedApp app = start("one", keyed, "kafka-streams.commit.interval.ms=600000")) {
            await().atMost(PATIENCE).until(() -> folded(app) == users.size());
        }
        assertEquals(users.size(), TestKafka.table("output_topic").size());
        try (PackagedApp app = start("two", keyed)) {
            awaitReady(app);
            await().atMost(PATIENCE)
                    .until(
                            () ->
                                    TestKafka.committedRecords("user-summary", "output_topic")
                                            == users.size());
        }
        try (PackagedApp app = start("one", keyed)) {
            awaitReady(app);
            for (String user : users) {
                assertEquals(200, app.get("/api/summaries/" + user).statusCode(), user);
            }
        }
    }

    /** Folded, and not passed on: nothing of that is committed, so nothing is lost. */
    @Test
    void whatIsFoldedAndNotPassedOnIsReadAgainAfterAKill() throws Exception {
        createInput();
        feed(2_000);
        try (PackagedApp app = start("one", "kafka-streams.commit.interval.ms=600000")) {
            await().atMost(PATIENCE).until(() -> folded(app) == sent);
            assertEquals(0, committed());
            assertEquals(Map.of(), TestKafka.table("output_topic"));
            app.kill();
        }
        try (PackagedApp app = start("one")) {
            awaitReady(app);
            awaitExact();
        }
    }

    private static long folded(PackagedApp app) throws Exception {
        app.awaitListening();
        return app.get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("user_summary_events_total{"))
                .mapToLong(line -> (long) Double.parseDouble(line.replaceFirst(".* ", "")))
                .sum();
    }

    @Test
    void theTableIsReadBackUpToATransactionThatStaysOpen() throws Exception {
        createInput();
        TestKafka.createTopic("output_topic", PARTITIONS, Map.of("cleanup.policy", "compact"));
        Map<String, Object> config =
                Map.of("bootstrap.servers", TestKafka.bootstrapServers(), "transactional.id", "t");
        ByteArraySerializer bytes = new ByteArraySerializer();
        try (var open = new KafkaProducer<>(config, bytes, bytes)) {
            open.initTransactions();
            open.beginTransaction();
            for (String user : List.of("ada", "ben", "cleo", "dan", "eve", "fay")) {
                open.send(
                        new ProducerRecord<>(
                                "output_topic",
                                user.getBytes(UTF_8),
                                Driven.summary(user, 1, 2).getBytes(UTF_8)));
            }
            open.flush();
            try (PackagedApp app = start("one")) {
                awaitReady(app);
                assertEquals(404, app.get("/api/summaries/ada").statusCode());
                open.commitTransaction();
                await().atMost(PATIENCE)
                        .until(() -> app.get("/api/summaries/ada").statusCode() == 200);
            }
        }
    }

    @Test
    void poisonThatIsLargerThanTheProducerTakesIsCut() throws Exception {
        Map<String, String> large = Map.of("max.message.bytes", "8000000");
        TestKafka.createTopic("input_topic", PARTITIONS, large);
        TestKafka.createTopic("input_topic_dlq", 1, large);
        byte[] poison = new byte[3_000_000];
        TestKafka.produce(List.of(new ProducerRecord<>("input_topic", 0, null, poison)));
        sent++;
        feed(10);
        try (PackagedApp app = start("one")) {
            awaitReady(app);
            awaitExact();
            int length =
                    TestKafka.records("input_topic_dlq").stream()
                            .mapToInt(letter -> letter.value().length)
                            .max()
                            .orElseThrow();
            assertTrue(length > 1_000_000 && length < 2 << 20, () -> length + " bytes");
        }
    }

    @Test
    void topicsThatDoNotFitAreRefusedWithTheCommandThatMendsThem() throws Exception {
        TestKafka.createTopic("input_topic", 3, Map.of());
        TestKafka.createTopic("output_topic", 2, Map.of("cleanup.policy", "compact"));
        try (PackagedApp app = start("one", "streams.keyed-by-user=true")) {
            awaitObstacle(app, "--alter --topic output_topic --partitions 3");
        }
    }

    @Test
    void aKeyInTheWrongPartitionEndsTheEngineWithTheReason() throws Exception {
        TestKafka.createTopic("output_topic", 4, Map.of("cleanup.policy", "compact"));
        try (PackagedApp app = start("one")) {
            awaitReady(app);
            putIntoTwoPartitions("ada");
            await().atMost(PATIENCE).until(() -> app.get("/q/health/live").statusCode() == 503);
            assertTrue(app.get("/q/health/live").body().contains("as after partitions were added"));
            assertFalse(app.output().contains("\tat "), app.output());
        }
    }

    @Test
    void whoeverFindsItsDirectoryInUseBeginsOnceThatIsFree() throws Exception {
        createInput();
        feed(100);
        try (PackagedApp one = start("one")) {
            awaitReady(one);
            try (PackagedApp other = start("one")) {
                awaitObstacle(other, "the engine could not begin");
                assertEquals(200, other.get("/q/health/live").statusCode());
                one.terminate();
                awaitReady(other);
                feed(100);
                awaitExact();
            }
        }
    }

    @Test
    void addedPartitionsAreRefusedWithTheCommandAlsoWhenAllIsRead() throws Exception {
        createInput();
        feed(500);
        try (PackagedApp app = start("one")) {
            awaitReady(app);
            awaitExact();
        }
        TestKafka.addPartitions("output_topic", 2 * TestKafka.partitions("output_topic"));
        try (PackagedApp app = start("one")) {
            awaitObstacle(app, "set topics.output to it, and copy: kcat");
        }
    }

    /** One of them is wrong. */
    private static void putIntoTwoPartitions(String user) {
        for (int partition = 0; partition < 2; partition++) {
            TestKafka.produce(
                    new ProducerRecord<>(
                            "output_topic",
                            partition,
                            user.getBytes(UTF_8),
                            Driven.summary(user, 1, 2).getBytes(UTF_8)));
        }
    }
}
