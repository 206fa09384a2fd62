package io.usersummary;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole example on a real broker: generator, input, batch, table, output. */
@QuarkusTest
@TestProfile(ExampleTest.WithGenerator.class)
@QuarkusTestResource(KafkaResource.class)
public class ExampleTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** The sample events, which the packaged application writes only if it is asked to. */
    public static class WithGenerator implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "generator.enabled", "true",
                    "generator.interval", "10ms",
                    "summary.batch-timeout", "200ms");
        }
    }

    @BeforeEach
    void sampleEventsAreThere() {
        await().atMost(PATIENCE)
                .until(() -> TestKafka.committedRecords("user-summary", "input_topic") >= 9);
    }

    /** The definition, from the input itself and by other means than the service's. */
    private static Map<String, String> expected() throws Exception {
        ObjectMapper json = new ObjectMapper();
        Map<String, long[]> seen = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : TestKafka.records("input_topic")) {
            JsonNode event;
            try {
                event = json.readTree(record.value());
            } catch (Exception poison) {
                continue;
            }
            long at = event.at("/metadata/timestamp").asLong();
            long[] summary =
                    seen.computeIfAbsent(event.get("userId").asText(), user -> new long[] {at, at});
            summary[0] = Math.min(summary[0], at);
            summary[1] = Math.max(summary[1], at);
        }
        Map<String, String> expected = new HashMap<>();
        seen.forEach(
                (user, s) ->
                        expected.put(
                                user,
                                "{\"userId\":\"%s\",\"firstSeen\":%d,\"lastSeen\":%d}"
                                        .formatted(user, s[0], s[1])));
        return expected;
    }

    @Test
    void newestRecordOfEveryUserIsTheMinimumAndMaximumOfTheInput() throws Exception {
        Map<String, String> expected = expected();
        assertEquals(expected, TestKafka.table("output_topic"));
    }

    @Test
    void everyEventIsCommittedOnceItsSummaryIsThere() {
        long before = TestKafka.committedRecords("user-summary", "input_topic");
        TestKafka.produce(
                "input_topic", "any", "{\"userId\":\"late\",\"metadata\":{\"timestamp\":7}}");
        await().atMost(PATIENCE)
                .until(() -> TestKafka.committedRecords("user-summary", "input_topic") > before);
        assertEquals(
                "{\"userId\":\"late\",\"firstSeen\":7,\"lastSeen\":7}",
                TestKafka.table("output_topic").get("late"));
    }

    @Test
    void poisonIsSetAsideByteForByteAndTheStreamGoesOn() {
        byte[] key = {0, (byte) 0xff, 7};
        byte[] value = {'{', (byte) 0xc0, (byte) 0x80};
        ProducerRecord<byte[], byte[]> poison = new ProducerRecord<>("input_topic", 2, key, value);
        poison.headers().add("trace", new byte[] {(byte) 0xfe, 1});
        poison.headers().add(new RecordHeader("trace", null));
        long offset = TestKafka.produce(poison).offset();
        TestKafka.produce(
                new ProducerRecord<>(
                        "input_topic",
                        2,
                        null,
                        "{\"userId\":\"after\",\"metadata\":{\"timestamp\":1}}".getBytes(UTF_8)));
        await().atMost(PATIENCE).until(() -> TestKafka.table("output_topic").containsKey("after"));

        ConsumerRecord<byte[], byte[]> letter = deadLetter("2", offset);
        assertArrayEquals(key, letter.key());
        assertArrayEquals(value, letter.value());
        assertEquals("trace", letter.headers().toArray()[0].key());
        assertArrayEquals(new byte[] {(byte) 0xfe, 1}, letter.headers().toArray()[0].value());
        assertEquals(null, letter.headers().toArray()[1].value());
        assertEquals("input_topic", text(letter.headers(), "dead-letter-topic"));
        assertEquals(
                "not well-formed JSON: '\"' expected at byte 1",
                text(letter.headers(), "dead-letter-reason"));
    }

    @Test
    void recordWithoutAValueIsPoisonWithoutAValue() {
        long offset =
                TestKafka.produce(new ProducerRecord<>("input_topic", 1, null, null)).offset();
        ConsumerRecord<byte[], byte[]> letter = deadLetter("1", offset);
        assertEquals(null, letter.key());
        assertEquals(null, letter.value());
    }

    @Test
    void largestRecordThatABrokerTakesFitsTheDeadLetterTopic() {
        byte[] value = new byte[1_048_000];
        long offset =
                TestKafka.produce(new ProducerRecord<>("input_topic", 3, null, value)).offset();
        assertArrayEquals(value, deadLetter("3", offset).value());
    }

    private static ConsumerRecord<byte[], byte[]> deadLetter(String partition, long offset) {
        return await().atMost(PATIENCE)
                .until(
                        () ->
                                TestKafka.records("input_topic_dlq").stream()
                                        .filter(
                                                letter ->
                                                        is(
                                                                letter,
                                                                partition,
                                                                Long.toString(offset)))
                                        .toList(),
                        found -> found.size() == 1)
                .get(0);
    }

    private static boolean is(
            ConsumerRecord<byte[], byte[]> letter, String partition, String offset) {
        return text(letter.headers(), "dead-letter-partition").equals(partition)
                && text(letter.headers(), "dead-letter-offset").equals(offset);
    }

    private static String text(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), UTF_8);
    }

    @Test
    void metricsAndHealthTellWhatHappened() {
        given().get("/q/health/ready").then().statusCode(200);
        given().get("/q/health/live").then().statusCode(200);
        String metrics =
                given().get("/q/metrics").then().statusCode(200).extract().body().asString();
        for (String name :
                List.of(
                        "user_summary_events_total{outcome=\"accepted\"}",
                        "user_summary_events_total{outcome=\"poison\"}",
                        "user_summary_published_total",
                        "user_summary_users",
                        "user_summary_batch_seconds_count",
                        "kafka_consumer_fetch_manager_records_lag_max")) {
            given().get("/q/metrics").then().body(containsString(name));
        }
        double users =
                metrics.lines()
                        .filter(line -> line.startsWith("user_summary_users "))
                        .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
                        .sum();
        assertEquals(true, users >= 3, metrics);
    }
}
