package io.usersummary.state;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.usersummary.topics.ChannelConnectors;
import io.usersummary.topics.Topics;
import io.usersummary.topics.TopicsSettings;
import jakarta.enterprise.inject.Vetoed;
import java.util.Optional;
import org.apache.kafka.common.errors.TopicAuthorizationException;
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
            throw new IllegalStateException("no room for a table");
        }
    }

    private static final String PUBLISHED = "mp.messaging.incoming.published-summaries.connector";

    private static ChannelConnectors onKafka() {
        return new ChannelConnectors(
                new SmallRyeConfigBuilder().withDefaultValue(PUBLISHED, "kafka-batch").build());
    }

    @Test
    void deathOfItsThreadMakesTheServiceNotLiveWithTheCause() {
        TableLifecycle lifecycle = new TableLifecycle(onKafka(), new NoTopics(), null, null, null);
        TableLiveness liveness = new TableLiveness(lifecycle);
        TableReadiness readiness = new TableReadiness(lifecycle);
        assertEquals(HealthCheckResponse.Status.UP, liveness.call().getStatus());
        lifecycle.start(null);
        await().until(() -> liveness.call().getStatus() == HealthCheckResponse.Status.DOWN);
        assertEquals(
                "java.lang.IllegalStateException: no room for a table",
                liveness.call().getData().orElseThrow().get("cause"));
        assertEquals(HealthCheckResponse.Status.DOWN, readiness.call().getStatus());
    }

    @Vetoed
    private static final class AllTopics extends Topics {
        AllTopics() {
            super(null, null, null);
        }

        @Override
        public Uni<Void> ready() {
            return Uni.createFrom().voidItem();
        }
    }

    private record Names(String input, String output, String deadLetters)
            implements TopicsSettings {
        @Override
        public int partitions() {
            return 1;
        }

        @Override
        public int replicationFactor() {
            return 1;
        }
    }

    private static final TopicsSettings NAMES = new Names("in", "out", "dead");

    @Vetoed
    private static final class NothingToRestore extends Restore {
        NothingToRestore() {
            super(null, null, null, null, NAMES, null);
        }

        @Override
        void readBack() {}

        @Override
        void letEventsIn() {}
    }

    /** Refused by the broker as long as that is wanted. */
    @Vetoed
    private static final class RefusedRepair extends Repair {
        private volatile boolean refused = true;

        RefusedRepair() {
            super(null, null, null, null, null, NAMES);
        }

        @Override
        void round() throws InterruptedException {
            if (refused) {
                throw new TopicAuthorizationException("not authorized to look at out");
            }
            Thread.sleep(10);
        }
    }

    @Test
    void isNotReadyWhileTheBrokerRefusesWhatItTakesToMaintainTheTable() {
        RefusedRepair repair = new RefusedRepair();
        TableLifecycle lifecycle =
                new TableLifecycle(
                        onKafka(),
                        new AllTopics(),
                        new NothingToRestore(),
                        new Leftovers(null, null, null, Optional.empty()),
                        repair);
        TableReadiness readiness = new TableReadiness(lifecycle);
        lifecycle.start(null);
        await().until(() -> readiness.call().getStatus() == HealthCheckResponse.Status.DOWN);
        assertEquals(
                "not authorized to look at out",
                readiness.call().getData().orElseThrow().get("obstacle"));
        assertEquals(
                HealthCheckResponse.Status.UP, new TableLiveness(lifecycle).call().getStatus());
        repair.refused = false;
        await().until(() -> readiness.call().getStatus() == HealthCheckResponse.Status.UP);
        lifecycle.stop(null);
    }
}
