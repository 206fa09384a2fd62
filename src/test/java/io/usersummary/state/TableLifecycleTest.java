package io.usersummary.state;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.usersummary.topics.ChannelConnectors;
import io.usersummary.topics.Topics;
import jakarta.enterprise.inject.Vetoed;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class TableLifecycleTest {

    @Vetoed
    private static final class NoTopics extends Topics {
        NoTopics() {
            super(null, null, null);
        }

        @Override
        public Uni<Void> ready() {
            throw new OutOfMemoryError("no room for a table");
        }
    }

    private static final String PUBLISHED = "mp.messaging.incoming.published-summaries.connector";

    private static ChannelConnectors onKafka() {
        return new ChannelConnectors(
                new SmallRyeConfigBuilder().withDefaultValue(PUBLISHED, "kafka-batch").build());
    }

    @Test
    void deathOfItsThreadMakesTheServiceNotLiveWithTheCause() {
        TableLifecycle lifecycle = new TableLifecycle(onKafka(), new NoTopics(), null, null);
        TableLiveness liveness = new TableLiveness(lifecycle);
        assertEquals(HealthCheckResponse.Status.UP, liveness.call().getStatus());
        lifecycle.start(null);
        await().until(() -> liveness.call().getStatus() == HealthCheckResponse.Status.DOWN);
        assertEquals(
                "java.lang.OutOfMemoryError: no room for a table",
                liveness.call().getData().orElseThrow().get("cause"));
    }
}
