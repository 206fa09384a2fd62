package io.usersummary.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.PackagedApp;
import io.usersummary.TestKafka;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.record.CompressionRatioEstimator;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is small on the wire and large in memory, and a heap of 256 MB. */
class MemoryIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String INPUT = "input_topic";
    private static final int MEBIBYTE = 1 << 20;

    @BeforeEach
    void empty() {
        TestKafka.deleteEverything();
        TestKafka.createTopic(INPUT, 1, Map.of("max.message.bytes", "8000000"));
    }

    private static PackagedApp start(String... settings) throws Exception {
        String[] all = Arrays.copyOf(settings, settings.length + 2);
        all[settings.length] = "kafka.bootstrap.servers=" + TestKafka.bootstrapServers();
        all[settings.length + 1] = "summary.batch-timeout=100ms";
        return PackagedApp.start(all);
    }

    /** Writes records packed by lz4, as many as possible in one batch. */
    private static void produce(Stream<byte[]> values) {
        CompressionRatioEstimator.setEstimation(INPUT, CompressionType.LZ4, 0.003f);
        Map<String, Object> config =
                Map.of(
                        "bootstrap.servers",
                        TestKafka.bootstrapServers(),
                        "compression.type",
                        "lz4",
                        "batch.size",
                        4 * MEBIBYTE,
                        "linger.ms",
                        5_000,
                        "buffer.memory",
                        512 * MEBIBYTE,
                        "max.request.size",
                        512 * MEBIBYTE);
        var bytes = new ByteArraySerializer();
        try (var producer = new KafkaProducer<>(config, bytes, bytes)) {
            List<Future<RecordMetadata>> sent =
                    values.map(value -> new ProducerRecord<byte[], byte[]>(INPUT, 0, null, value))
                            .map(producer::send)
                            .toList();
            producer.flush();
            for (var future : sent) {
                future.get();
            }
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] event(String userId, long timestamp, int filler) {
        return "{\"userId\":\"%s\",\"metadata\":{\"timestamp\":%d},\"filler\":\"%s\"}"
                .formatted(userId, timestamp, "x".repeat(filler))
                .getBytes(UTF_8);
    }

    private static byte[] poison(int size) {
        byte[] value = new byte[size];
        Arrays.fill(value, (byte) 'x');
        return value;
    }

    private static long committed() {
        return TestKafka.committedRecords("user-summary", INPUT);
    }

    private static void awaitCommitted(PackagedApp app, long records) {
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            assertTrue(app.isAlive(), app.output());
                            return committed() == records;
                        });
    }

    private static Stream<byte[]> sixHundredMegabytes() {
        return Stream.iterate(0, i -> i + 1)
                .limit(6_000)
                .map(i -> event("user-" + i % 100, i, 100_000));
    }

    @Test
    void sixThousandEventsOfAHundredKilobytesInThreeMegabytesFitASmallHeap() throws Exception {
        produce(sixHundredMegabytes());
        try (PackagedApp app = start();
                Stream<String> viewer = app.follow("/api/stream")) {
            awaitCommitted(app, 6_000);
            Map<String, String> table = TestKafka.table("output_topic");
            assertEquals(100, table.size());
            assertEquals(
                    "{\"userId\":\"user-7\",\"firstSeen\":7,\"lastSeen\":5907}",
                    table.get("user-7"));
            assertEquals(200, app.get("/q/health").statusCode());
            assertTrue(viewer.limit(3).count() > 0);
        }
    }

    @Test
    void poisonOfThirtyMegabytesEachIsSetAsideOneByOne() throws Exception {
        produce(Stream.generate(() -> poison(30 * MEBIBYTE)).limit(6));
        produce(Stream.of(event("a", 1, 10)));
        try (PackagedApp app = start()) {
            awaitCommitted(app, 7);
            assertEquals(6, TestKafka.records("input_topic_dlq").size());
            assertEquals(1, TestKafka.table("output_topic").size());
            assertEquals(200, app.get("/q/health").statusCode());
        }
    }

    /** Giants, poison, a summary that its topic refuses, and viewers who do not read. */
    @Test
    void allOfThatAtOnceWithFiftyViewersIsSurvivedAndInTheEndExact() throws Exception {
        TestKafka.createTopic(
                "output_topic",
                1,
                Map.of("cleanup.policy", "compact", "max.message.bytes", "20000"));
        String giant = "g".repeat(25_000);
        produce(sixHundredMegabytes());
        produce(Stream.of(event(giant, 1, 10)));
        List<Stream<String>> viewers = new ArrayList<>();
        try (PackagedApp app = start()) {
            app.awaitListening();
            for (int i = 0; i < 50; i++) {
                viewers.add(app.follow("/api/stream"));
            }
            produce(Stream.generate(() -> poison(30 * MEBIBYTE)).limit(3));
            produce(Stream.generate(() -> poison(MEBIBYTE)).limit(40));
            produce(sixHundredMegabytes());
            produce(Stream.of(event("last", 2, 10)));
            await().atMost(PATIENCE)
                    .until(() -> TestKafka.table("output_topic").containsKey("last"));
            assertEquals(200, app.get("/q/health/live").statusCode());
            HttpResponse<String> ready = app.get("/q/health/ready");
            assertEquals(503, ready.statusCode());
            assertTrue(ready.body().contains("\"refusal\""), ready.body());
            assertTrue(committed() <= 6_000, "committed past the refused summary: " + committed());

            TestKafka.setConfig("output_topic", "max.message.bytes", "1000000");
            awaitCommitted(app, 2 * 6_000 + 1 + 43 + 1);
            await().atMost(PATIENCE).until(() -> app.get("/q/health").statusCode() == 200);
            Map<String, String> table = TestKafka.table("output_topic");
            assertEquals(102, table.size());
            for (int user = 0; user < 100; user++) {
                assertEquals(
                        "{\"userId\":\"user-%d\",\"firstSeen\":%d,\"lastSeen\":%d}"
                                .formatted(user, user, 5_900 + user),
                        table.get("user-" + user));
            }
            assertEquals(43, TestKafka.records("input_topic_dlq").size());
        } finally {
            viewers.forEach(Stream::close);
        }
    }

    @Test
    void largerRecordEndsTheProcessWithItsPlaceAndCanBeSteppedOver() throws Exception {
        produce(Stream.of(event("a", 1, 10)));
        produce(Stream.of(poison(40 * MEBIBYTE)));
        produce(Stream.of(event("b", 2, 10)));
        try (PackagedApp app = start()) {
            assertEquals(1, app.exitCode(), app.output());
            assertTrue(app.output().contains("Partition input_topic-0, offset 1:"), app.output());
            assertTrue(committed() <= 1, "committed past it: " + committed());
        }
        try (PackagedApp app = start("mp.messaging.incoming.events.step-over=input_topic-0@1")) {
            awaitCommitted(app, 3);
            assertEquals(2, TestKafka.table("output_topic").size());
            String metrics = app.get("/q/metrics").body();
            assertTrue(metrics.contains("user_summary_lost_offsets_total 1.0"), metrics);
        }
    }

    @Test
    void recordThatNoHeapHoldsEndsTheProcessWithALineThatSaysSo() throws Exception {
        produce(Stream.of(poison(300 * MEBIBYTE)));
        try (PackagedApp app = start()) {
            assertNotEquals(0, app.exitCode());
            assertTrue(app.output().contains("Out of memory"), app.output());
            assertTrue(app.output().contains("input_topic-0 at or after offset 0"), app.output());
        }
    }

    @Test
    void withTheDocumentedOptionTheVirtualMachineItselfEndsAndSaysSo() throws Exception {
        produce(Stream.of(poison(300 * MEBIBYTE)));
        try (PackagedApp app =
                PackagedApp.startWith(
                        List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError"),
                        "kafka.bootstrap.servers=" + TestKafka.bootstrapServers())) {
            assertEquals(3, app.exitCode());
            assertTrue(app.output().contains("java.lang.OutOfMemoryError"), app.output());
        }
    }
}
