package io.usersummary.generator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.usersummary.KafkaResource;
import io.usersummary.TestKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
class SampleGeneratorTest {
    private static final Pattern EVENT =
            Pattern.compile(
                    """
                    \\{"userId":"(j\\d{8})","visitorId":"jas8v\\d{5}","type":"Event",\
                    "metadata":\\{"messageId":\
                    "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",\
                    "sentAt":(\\d+),"timestamp":\\2,"receivedAt":0,"apiKey":"apiKey\\d",\
                    "spaceId":"space\\d","version":"v\\d"},\
                    "event":"Played Movie","eventData":\\{"MovieID":"[A-Za-z0-9]{8}"}}""");

    @Test
    void nineEventsOfThreeUsersAreOnTheInputTopicKeyedByUser() throws Exception {
        await().atMost(Duration.ofSeconds(30)).until(() -> events().size() >= 9);
        List<ConsumerRecord<byte[], byte[]>> events = events();
        assertEquals(9, events.size());
        long now = Instant.now().getEpochSecond();
        ObjectMapper json = new ObjectMapper();
        for (ConsumerRecord<byte[], byte[]> event : events) {
            String text = new String(event.value(), StandardCharsets.UTF_8);
            assertTrue(EVENT.matcher(text).matches(), text);
            JsonNode tree = json.readTree(text);
            assertEquals(tree.get("userId").asText(), key(event));
            long timestamp = tree.at("/metadata/timestamp").asLong();
            assertTrue(timestamp > now - 120 && timestamp < now + 10_000, text);
        }
        Map<String, Long> eventsByUser =
                events.stream()
                        .collect(
                                Collectors.groupingBy(
                                        SampleGeneratorTest::key, Collectors.counting()));
        assertEquals(List.of(3L, 3L, 3L), List.copyOf(eventsByUser.values()));
    }

    private static List<ConsumerRecord<byte[], byte[]>> events() {
        return TestKafka.records("input_topic");
    }

    private static String key(ConsumerRecord<byte[], byte[]> event) {
        return new String(event.key(), StandardCharsets.UTF_8);
    }
}
