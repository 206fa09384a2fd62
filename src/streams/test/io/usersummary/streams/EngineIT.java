package io.usersummary.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.usersummary.PackagedApp;
import io.usersummary.TestKafka;
import io.usersummary.dev.Ports;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packaged service of this build on a real broker. */
class EngineIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PARTITIONS = 4;

    /** The package of the default engine, for the change from one to the other. */
    private static final String DEFAULT_ENGINE = System.getProperty("default-engine", "");

    private final SplittableRandom random = new SplittableRandom(16);
    private final Map<String, long[]> seen = new HashMap<>();
    private long sent;
    private Path states;

    @BeforeEach
    void empty() throws IOException {
        TestKafka.deleteEverything();
        states = Files.createTempDirectory(Path.of("target"), "streams-state-");
    }

    /**
     * Makes the input topic, and one record in each partition: a burst of several batches to one
     * that its broker does not have yet may never get through.
     */
    private void createInput() {
        TestKafka.createTopic("input_topic", PARTITIONS, Map.of());
        for (int partition = 0; partition < PARTITIONS; partition++) {
            TestKafka.produce(
                    new ProducerRecord<>("input_topic", partition, null, "first".getBytes(UTF_8)));
            sent++;
        }
    }

    private PackagedApp start(String directory, String... more) throws IOException {
        return PackagedApp.start(settings(directory, more));
    }

    private String[] settings(String directory, String... more) {
        List<String> settings =
                new ArrayList<>(
                        List.of(
                                "kafka.bootstrap.servers=" + TestKafka.bootstrapServers(),
                                "summary.batch-timeout=200ms",
                                "kafka-streams.state.dir=" + states.resolve(directory)));
        settings.addAll(List.of(more));
        return settings.toArray(String[]::new);
    }

    /** Waits until readiness says what is in the way. */
    private static void awaitObstacle(PackagedApp app, String text) {
        app.awaitListening();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertTrue(app.get("/q/health/ready").body().contains(text)));
    }

    private static void awaitReady(PackagedApp app) {
        app.awaitListening();
        await().atMost(PATIENCE).until(() -> app.get("/q/health/ready").statusCode() == 200);
    }

    /** Sends events of a few hundred users under random keys, some of them twice, and poison. */
    private void feed(int events) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            String user = "user-" + random.nextInt(300);
            long at = random.nextInt(1_000_000);
            byte[] event =
                    "{\"userId\":\"%s\",\"metadata\":{\"timestamp\":%d}}"
                            .formatted(user, at)
                            .getBytes(UTF_8);
            byte[] key = Integer.toString(random.nextInt()).getBytes(UTF_8);
            for (int times = random.nextInt(10) == 0 ? 2 : 1; times > 0; times--) {
                records.add(new ProducerRecord<>("input_topic", key, event));
            }
            if (random.nextInt(50) == 0) {
                records.add(new ProducerRecord<>("input_topic", key, "poison".getBytes(UTF_8)));
            }
            long[] interval = seen.computeIfAbsent(user, unknown -> new long[] {at, at});
            interval[0] = Math.min(interval[0], at);
            interval[1] = Math.max(interval[1], at);
        }
        TestKafka.produce(records);
        sent += records.size();
    }

    private Map<String, String> expected() {
        Map<String, String> expected = new HashMap<>();
        seen.forEach((user, s) -> expected.put(user, Driven.summary(user, s[0], s[1])));
        return expected;
    }

    private void awaitExact() {
        await().atMost(PATIENCE)
                .until(() -> TestKafka.committedRecords("user-summary", "input_topic") == sent);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(expected(), TestKafka.table("output_topic")));
    }

    @Test
    void theExampleGivesThreeSummariesAndAnswersForThem() throws Exception {
        try (PackagedApp app = start("one", "generator.enabled=true", "generator.interval=10ms")) {
            awaitReady(app);
            await().atMost(PATIENCE).until(() -> TestKafka.table("output_topic").size() == 3);
            await().atMost(PATIENCE)
                    .until(() -> TestKafka.committedRecords("user-summary", "input_topic") == 9);
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

    /** Sent on by userId and counted as read: only the internal topic has it still. */
    @Test
    void whatIsLeftInTheInternalTopicIsReadByTheDefaultEngine() throws Exception {
        assumeDefaultEngine();
        leaveEventsInTheInternalTopic();
        assertEquals(Map.of(), TestKafka.table("output_topic"));
        String forgotten;
        try (PackagedApp app = PackagedApp.startFrom(Path.of(DEFAULT_ENGINE), settings("one"))) {
            awaitReady(app);
            awaitExact();
            forgotten = TestKafka.table("output_topic").keySet().iterator().next();
            assertEquals(204, app.send("DELETE", "/api/summaries/" + forgotten).statusCode());
        }
        try (PackagedApp app = PackagedApp.startFrom(Path.of(DEFAULT_ENGINE), settings("one"))) {
            awaitReady(app);
            assertEquals(404, app.get("/api/summaries/" + forgotten).statusCode());
        }
    }

    @Test
    void theDefaultEngineWaitsUntilTheOtherHasEnded() throws Exception {
        assumeDefaultEngine();
        createInput();
        feed(300);
        try (PackagedApp app = start("one")) {
            awaitReady(app);
            try (PackagedApp other =
                    PackagedApp.startFrom(Path.of(DEFAULT_ENGINE), settings("two"))) {
                awaitObstacle(other, "is still in the group");
                app.terminate();
                awaitReady(other);
                feed(300);
                awaitExact();
            }
        }
    }

    @Test
    void whatIsLeftInTheInternalTopicIsNotForgottenByASetting() throws Exception {
        leaveEventsInTheInternalTopic();
        try (PackagedApp app = start("one", "streams.keyed-by-user=true")) {
            awaitObstacle(app, "records that are in no table");
        }
        try (PackagedApp app = start("one")) {
            awaitReady(app);
            awaitExact();
        }
    }

    /** The first commit is that of the input; the second one would be that of the table. */
    private void leaveEventsInTheInternalTopic() throws Exception {
        createInput();
        feed(2_000);
        try (PackagedApp app = start("one", "kafka-streams.commit.interval.ms=30000")) {
            await().atMost(PATIENCE).until(() -> committed() == sent);
            app.kill();
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
    void withoutAddressesALookUpOfAnothersUserIsUnavailable() throws Exception {
        createInput();
        feed(300);
        try (PackagedApp one = start("one");
                PackagedApp two = start("two")) {
            awaitReady(one);
            awaitReady(two);
            awaitExact();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertEquals(Set.of(200, 503), lookUpAll(one)));
        }
    }

    private Set<Integer> lookUpAll(PackagedApp app) throws Exception {
        Set<Integer> statuses = new TreeSet<>();
        for (String user : seen.keySet()) {
            statuses.add(app.get("/api/summaries/" + user).statusCode());
        }
        return statuses;
    }

    @Test
    void anotherInstanceIsAskedForUsersOfItsPartitions() throws Exception {
        createInput();
        feed(300);
        int[] ports = {Ports.free(), Ports.free()};
        try (PackagedApp one = start("one", at(ports[0]));
                PackagedApp two = start("two", at(ports[1]))) {
            awaitReady(one);
            awaitReady(two);
            awaitExact();
            for (PackagedApp app : List.of(one, two)) {
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> {
                                    for (Map.Entry<String, String> user : expected().entrySet()) {
                                        HttpResponse<String> answer =
                                                app.get("/api/summaries/" + user.getKey());
                                        assertEquals(user.getValue(), answer.body());
                                    }
                                });
            }
        }
    }

    private static String[] at(int port) {
        return new String[] {
            "quarkus.http.port=" + port, "kafka-streams.application.server=localhost:" + port
        };
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

    private static void assumeDefaultEngine() {
        assumeTrue(
                Files.exists(Path.of(DEFAULT_ENGINE, "quarkus-run.jar")),
                "-Ddefault-engine=<a package of the default engine> is not given");
    }

    @Test
    void enginesAreChangedUnderLoadAndTheTableStaysExact() throws Exception {
        assumeDefaultEngine();
        createInput();
        for (String engine : List.of("default", "streams", "default", "streams")) {
            feed(1_000);
            try (PackagedApp app =
                    engine.equals("streams")
                            ? start("one")
                            : PackagedApp.startFrom(Path.of(DEFAULT_ENGINE), settings("one"))) {
                long before = committed();
                await().atMost(PATIENCE)
                        .until(
                                () -> {
                                    feed(100);
                                    return committed() > before;
                                });
            }
        }
        try (PackagedApp app = start("one")) {
            awaitReady(app);
            awaitExact();
        }
    }

    private static long committed() {
        return TestKafka.committedRecords("user-summary", "input_topic");
    }

    /** State directories are large; what failed may keep its own. */
    @org.junit.jupiter.api.AfterEach
    void remove() throws IOException {
        try (Stream<Path> files = Files.walk(states)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
