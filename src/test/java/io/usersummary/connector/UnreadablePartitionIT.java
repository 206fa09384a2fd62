package io.usersummary.connector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.PackagedApp;
import io.usersummary.dev.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch of records that is damaged where the broker keeps it. */
class UnreadablePartitionIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir Path directory;
    private EmbeddedKafka kafka;

    @BeforeEach
    void start() throws Exception {
        kafka = new EmbeddedKafka(EmbeddedKafka.Options.of(0, directory)).start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(
                            List.of(
                                    new NewTopic("input_topic", 2, (short) 1),
                                    new NewTopic("output_topic", 2, (short) 1)
                                            .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void stop() {
        kafka.stop();
    }

    private PackagedApp app(String... settings) throws IOException {
        String[] all = Arrays.copyOf(settings, settings.length + 2);
        all[settings.length] = "kafka.bootstrap.servers=" + kafka.bootstrapServers();
        all[settings.length + 1] = "summary.batch-timeout=100ms";
        return PackagedApp.start(all);
    }

    /** One batch of three events of three users, whose names begin with this. */
    private void batch(int partition, String name) {
        send(List.of(1, 2, 3).stream().map(i -> event(partition, name + i)).toList());
    }

    private static ProducerRecord<byte[], byte[]> event(int partition, String userId) {
        String event = "{\"userId\":\"%s\",\"metadata\":{\"timestamp\":5}}".formatted(userId);
        return new ProducerRecord<>("input_topic", partition, null, event.getBytes(UTF_8));
    }

    private void send(List<ProducerRecord<byte[], byte[]>> records) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 500);
        var bytes = new ByteArraySerializer();
        try (var producer = new KafkaProducer<>(config, bytes, bytes)) {
            records.forEach(producer::send);
        }
    }

    /** Changes one byte of a text where the broker keeps it. */
    private void damage(String partition, String text) throws IOException {
        kafka.stop();
        Path log = directory.resolve(partition).resolve("00000000000000000000.log");
        String content = Files.readString(log, ISO_8859_1);
        assertTrue(content.contains(text), "not found: " + text);
        Files.writeString(log, content.replace(text, text.substring(1) + '#'), ISO_8859_1);
        kafka.start();
    }

    private static void awaitReadiness(PackagedApp app, int status, String... contents) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            var answer = app.get("/q/health/ready");
                            assertEquals(status, answer.statusCode(), answer.body());
                            for (String content : contents) {
                                assertTrue(answer.body().contains(content), answer.body());
                            }
                        });
    }

    private static void awaitUsers(PackagedApp app, int users) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            String metrics = app.get("/q/metrics").body();
                            assertTrue(
                                    metrics.contains("user_summary_users " + users + ".0"),
                                    metrics.lines()
                                            .filter(line -> line.startsWith("user_summary"))
                                            .toList()
                                            .toString());
                        });
    }

    @Test
    void otherPartitionsAreReadOnAndItsPlaceIsNamedUntilItIsSteppedOver() throws Exception {
        batch(0, "whole");
        batch(0, "damaged");
        batch(0, "behind");
        batch(1, "other");
        damage("input_topic-0", "damaged2");
        try (PackagedApp app = app()) {
            awaitReadiness(app, 503, "partition input_topic-0, offset 3 cannot be read", "corrupt");
            awaitUsers(app, 6);
            send(List.of(event(1, "later")));
            awaitUsers(app, 7);
            assertEquals(200, app.get("/q/health/live").statusCode());
            assertTrue(app.output().contains("step-over=input_topic-0@3"), app.output());
        }
        try (PackagedApp app = app("mp.messaging.incoming.events.step-over=input_topic-0@3")) {
            awaitUsers(app, 10);
            awaitReadiness(app, 200, "3 offsets of input_topic-0, from 3 to 5");
            String metrics = app.get("/q/metrics").body();
            assertTrue(metrics.contains("user_summary_lost_offsets_total 3.0"), metrics);
        }
    }

    @Test
    void tableIsNotReadyUntilItsDamagedEndIsSteppedOver() throws Exception {
        batch(0, "whole");
        try (PackagedApp app = app()) {
            awaitUsers(app, 3);
            awaitReadiness(app, 200);
        }
        byte[] key = "damaged".getBytes(UTF_8);
        String value = "{\"userId\":\"damaged\",\"firstSeen\":1,\"lastSeen\":2}";
        send(List.of(new ProducerRecord<>("output_topic", 1, key, value.getBytes(UTF_8))));
        damage("output_topic-1", "\"damaged\"");
        String offset;
        try (PackagedApp app = app()) {
            awaitReadiness(app, 503, "partition output_topic-1, offset ");
            String readiness = app.get("/q/health/ready").body();
            offset = readiness.replaceAll("(?s).*step-over=output_topic-1@(\\d+).*", "$1");
            assertEquals(503, app.get("/api/summaries/whole1").statusCode());
        }
        try (PackagedApp app =
                app(
                        "mp.messaging.incoming.published-summaries.step-over=output_topic-1@"
                                + offset)) {
            awaitReadiness(app, 200);
            assertEquals(200, app.get("/api/summaries/whole1").statusCode());
        }
    }
}
