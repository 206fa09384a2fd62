package io.usersummary.state;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.Uni;
import io.usersummary.connector.BatchConnector;
import io.usersummary.topics.Topics;
import jakarta.enterprise.inject.Vetoed;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class TableLifecycleTest {

    @Vetoed
    private static final class NoTopics extends Topics {
        @Override
        public Uni<Void> ready() {
            throw new OutOfMemoryError("no room for a table");
        }
    }

    @Test
    void deathOfItsThreadMakesTheServiceNotLiveWithTheCause() {
        TableLifecycle lifecycle = new TableLifecycle(new NoTopics(), null, null);
        TableLiveness liveness = new TableLiveness(lifecycle);
        assertEquals(HealthCheckResponse.Status.UP, liveness.call().getStatus());
        lifecycle.start(null, BatchConnector.NAME);
        await().until(() -> liveness.call().getStatus() == HealthCheckResponse.Status.DOWN);
        assertEquals(
                "java.lang.OutOfMemoryError: no room for a table",
                liveness.call().getData().orElseThrow().get("cause"));
    }
}
