package io.usersummary.processor;

import static io.restassured.RestAssured.given;
import static io.usersummary.processor.Events.events;
import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import io.smallrye.reactive.messaging.memory.InMemorySink;
import io.smallrye.reactive.messaging.memory.InMemorySource;
import io.usersummary.summary.Summary;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The wired beans, with in-memory channels in Kafka's place. The source never completes. */
@QuarkusTest
@QuarkusTestResource(value = InMemoryTest.Channels.class, restrictToAnnotatedClass = true)
class InMemoryTest {

    /** Puts in-memory channels in the place of Kafka. */
    public static class Channels implements QuarkusTestResourceLifecycleManager {

        @Override
        public Map<String, String> start() {
            Map<String, String> config = new HashMap<>();
            config.putAll(
                    InMemoryConnector.switchIncomingChannelsToInMemory(
                            "events", "published-summaries"));
            config.putAll(
                    InMemoryConnector.switchOutgoingChannelsToInMemory(
                            "summaries", "dead-letters", "sample-events"));
            config.put("generator.enabled", "false");
            config.put("summary.batch-timeout", "500ms");
            return config;
        }

        @Override
        public void stop() {
            InMemoryConnector.clear();
        }
    }

    @Inject @Any InMemoryConnector connector;

    private final AtomicInteger acknowledged = new AtomicInteger();
    private InMemorySource<Message<ConsumerRecords<ByteBuffer, ByteBuffer>>> source;
    private InMemorySink<SummaryBatch> summaries;
    private InMemorySink<DeadLetterBatch> deadLetters;

    @BeforeEach
    void clear() {
        source = connector.source("events");
        summaries = connector.sink("summaries");
        deadLetters = connector.sink("dead-letters");
        summaries.clear();
        deadLetters.clear();
    }

    private void send(Events events) {
        send(source, events.poll());
    }

    private void send(
            InMemorySource<Message<ConsumerRecords<ByteBuffer, ByteBuffer>>> channel,
            ConsumerRecords<ByteBuffer, ByteBuffer> poll) {
        channel.send(
                Message.of(
                        poll,
                        () -> {
                            acknowledged.incrementAndGet();
                            return CompletableFuture.completedFuture(null);
                        }));
    }

    private Set<Summary> published() {
        return summaries.received().stream()
                .flatMap(batch -> batch.getPayload().summaries().stream())
                .collect(toSet());
    }

    @Test
    void nineEventsOfThreeUsersGiveThreeSummariesInOneBatch() {
        send(events().seen("n1", 30, 10, 20).seen("n2", 5));
        send(events().seen("n2", 7, 6).seen("n3", 1, 1, 2));
        await().until(() -> acknowledged.get() == 2);
        assertEquals(1, summaries.received().size());
        assertEquals(
                Set.of(Summary.of("n1", 10, 30), Summary.of("n2", 5, 7), Summary.of("n3", 1, 2)),
                published());
    }

    @Test
    void eightEventsWaitForTheTimeout() {
        long start = System.nanoTime();
        send(events().seen("e1", 1, 2, 3, 4).seen("e2", 1, 2, 3, 4));
        await().until(() -> acknowledged.get() == 1);
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(millis >= 500, "closed after " + millis + " ms");
        assertEquals(Set.of(Summary.of("e1", 1, 4), Summary.of("e2", 1, 4)), published());
    }

    @Test
    void poisonAmongGoodEventsIsSetAsideAndTheStreamGoesOn() {
        send(events().seen("p1", 1, 2).value("{\"userId\":\"p1\"}").seen("p1", 3).value(""));
        await().until(() -> acknowledged.get() == 1);
        assertEquals(List.of(Summary.of("p1", 1, 3)), List.copyOf(published()));
        assertEquals(2, deadLetters.received().get(0).getPayload().size());
    }

    @Test
    void eventThatTeachesNothingPublishesNothing() {
        send(events().seen("t1", 1, 9));
        await().until(() -> acknowledged.get() == 1);
        summaries.clear();
        send(events().seen("t1", 5, 1, 9));
        await().until(() -> acknowledged.get() == 2);
        assertEquals(List.of(), summaries.received());
    }

    @Test
    void readyAtOnceWhereThereIsNoTableToBeReadBack() {
        await().until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void whatOthersPublishedIsKnownAndNotPublishedAgain() {
        send(connector.source("published-summaries"), Others.published("o1", 1, 9));
        await().until(() -> acknowledged.get() == 1);
        send(events().seen("o1", 3, 4));
        await().until(() -> acknowledged.get() == 2);
        assertEquals(List.of(), summaries.received());
    }
}
