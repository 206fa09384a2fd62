package io.usersummary.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.PackagedApp;
import io.usersummary.TestKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Events for the packaged service of this build on a real broker, and what is to become of them.
 */
abstract class EngineScene {

    static final Duration PATIENCE = Duration.ofMinutes(2);
    static final int PARTITIONS = 4;

    private final SplittableRandom random = new SplittableRandom(16);
    final Map<String, long[]> seen = new HashMap<>();
    long sent;
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
    void createInput() {
        TestKafka.createTopic("input_topic", PARTITIONS, Map.of());
        for (int partition = 0; partition < PARTITIONS; partition++) {
            TestKafka.produce(
                    new ProducerRecord<>("input_topic", partition, null, "first".getBytes(UTF_8)));
            sent++;
        }
    }

    PackagedApp start(String directory, String... more) throws IOException {
        return PackagedApp.start(settings(directory, more));
    }

    String[] settings(String directory, String... more) {
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
    static void awaitObstacle(PackagedApp app, String text) {
        app.awaitListening();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertTrue(app.get("/q/health/ready").body().contains(text)));
    }

    static void awaitReady(PackagedApp app) {
        app.awaitListening();
        await().atMost(PATIENCE).until(() -> app.get("/q/health/ready").statusCode() == 200);
    }

    /** Sends events of a few hundred users under random keys, some of them twice, and poison. */
    void feed(int events) {
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

    Map<String, String> expected() {
        Map<String, String> expected = new HashMap<>();
        seen.forEach((user, s) -> expected.put(user, Driven.summary(user, s[0], s[1])));
        return expected;
    }

    void awaitExact() {
        await().atMost(PATIENCE).until(() -> committed() == sent);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(expected(), TestKafka.table("output_topic")));
    }

    static long committed() {
        return TestKafka.committedRecords("user-summary", "input_topic");
    }

    /** State directories are large; what failed may keep its own. */
    @AfterEach
    void remove() throws IOException {
        try (Stream<Path> files = Files.walk(states)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
