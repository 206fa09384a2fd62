package io.usersummary.processor;

import static io.restassured.RestAssured.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.usersummary.KafkaResource;
import io.usersummary.TestKafka;
import io.usersummary.state.PublishedListener;
import io.usersummary.summary.Summary;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** A fault of our own, in the method of any channel, is seen from outside. */
@QuarkusTest
@TestProfile(ChannelFaultTest.Faulty.class)
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
class ChannelFaultTest {

    public static final class Faulty implements QuarkusTestProfile {
        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(FaultyFollower.class, FaultyListener.class);
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("generator.enabled", "false", "summary.batch-timeout", "100ms");
        }
    }

    /** Throws where the published table is followed. */
    @Alternative
    @Singleton
    static class FaultyFollower implements PublishedListener {
        @Override
        public boolean isInterested() {
            return true;
        }

        @Override
        public void published(List<Summary> newest) {
            if (newest.stream().anyMatch(summary -> summary.userId().equals("follow"))) {
                throw new IllegalStateException("a fault in following");
            }
        }
    }

    /** Throws where events are summarized. */
    @Alternative
    @Singleton
    static class FaultyListener implements BatchListener {
        @Override
        public void closed(SummaryBatch batch) {
            if (batch.summaries().stream().anyMatch(s -> s.userId().equals("summarize"))) {
                throw new IllegalStateException("a fault in summarizing");
            }
        }
    }

    private static void awaitDead(String cause) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> {
                            var liveness = get("/q/health/live");
                            assertEquals(503, liveness.statusCode());
                            String body = liveness.asString();
                            assertTrue(body.contains(cause), body);
                            assertEquals(503, get("/q/health/ready").statusCode());
                        });
    }

    @Test
    void faultInAnyChannelEndsLivenessWithItsCause() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get("/q/health/ready").statusCode() == 200);
        assertEquals(200, get("/q/health/live").statusCode());
        String summary = "{\"userId\":\"follow\",\"firstSeen\":1,\"lastSeen\":2}";
        TestKafka.produce(
                new ProducerRecord<>(
                        "output_topic", "follow".getBytes(UTF_8), summary.getBytes(UTF_8)));
        awaitDead("a fault in following");
        TestKafka.produce(
                "input_topic", "key", "{\"userId\":\"summarize\",\"metadata\":{\"timestamp\":1}}");
        awaitDead("a fault in summarizing");
    }
}
