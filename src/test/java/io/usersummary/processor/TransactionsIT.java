package io.usersummary.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.usersummary.PackagedApp;
import io.usersummary.TestKafka;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Topics that others write to in transactions. */
class TransactionsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @BeforeEach
    void empty() {
        TestKafka.deleteEverything();
        TestKafka.createTopic("input_topic", 1, Map.of());
        TestKafka.createTopic("output_topic", 1, Map.of("cleanup.policy", "compact"));
    }

    private static PackagedApp start() throws Exception {
        return PackagedApp.start(
                "kafka.bootstrap.servers=" + TestKafka.bootstrapServers(),
                "summary.batch-timeout=100ms");
    }

    private static KafkaProducer<byte[], byte[]> begin(String id) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", TestKafka.bootstrapServers(), "transactional.id", id);
        var producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        return producer;
    }

    private static ProducerRecord<byte[], byte[]> event(String userId, long timestamp) {
        String event =
                "{\"userId\":\"%s\",\"metadata\":{\"timestamp\":%d}}".formatted(userId, timestamp);
        return new ProducerRecord<>("input_topic", event.getBytes(UTF_8));
    }

    private static ProducerRecord<byte[], byte[]> summary(String userId) {
        String value = "{\"userId\":\"%s\",\"firstSeen\":1,\"lastSeen\":2}".formatted(userId);
        return new ProducerRecord<>("output_topic", userId.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    @Test
    void whatWasAbortedIsNoEventAndItsMarkersArePassed() throws Exception {
        try (var producer = begin("writer")) {
            producer.send(event("kept", 5));
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(event("kept", 1));
            producer.send(event("aborted", 1));
            producer.flush();
            producer.abortTransaction();
        }
        try (PackagedApp app = start()) {
            // An event and two that were aborted, and behind each transaction its marker.
            await().atMost(PATIENCE)
                    .until(() -> TestKafka.committedRecords("user-summary", "input_topic") == 5);
            assertEquals(
                    Map.of("kept", "{\"userId\":\"kept\",\"firstSeen\":5,\"lastSeen\":5}"),
                    TestKafka.table("output_topic"));
            assertEquals(200, app.get("/q/health/ready").statusCode());
        }
    }

    @Test
    void readBackEndsWhereAnOpenTransactionBeginsAndTakesNothingThatWasAborted() throws Exception {
        try (var aborted = begin("aborted")) {
            aborted.send(summary("gone"));
            aborted.flush();
            aborted.abortTransaction();
        }
        try (var open = begin("open");
                PackagedApp app = start()) {
            open.send(summary("undecided"));
            open.flush();
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertEquals(200, app.get("/q/health/ready").statusCode()));
            assertEquals(404, app.get("/api/summaries/gone").statusCode());
            assertEquals(404, app.get("/api/summaries/undecided").statusCode());
            open.commitTransaction();
            await().atMost(PATIENCE)
                    .until(() -> app.get("/api/summaries/undecided").statusCode() == 200);
        }
    }
}
