package io.usersummary.topics;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.usersummary.KafkaResource;
import io.usersummary.TestKafka;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
class TopicsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject Topics topics;

    @Test
    void missingTopicsAreCreatedAsTheServiceNeedsThem() {
        topics.ready().await().atMost(PATIENCE);

        assertEquals(4, TestKafka.partitions("input_topic"));
        assertEquals(4, TestKafka.partitions("output_topic"));
        assertEquals("compact", TestKafka.config("output_topic", "cleanup.policy"));
        assertEquals("3600000", TestKafka.config("output_topic", "min.compaction.lag.ms"));
        assertEquals("2097152", TestKafka.config("input_topic_dlq", "max.message.bytes"));
    }

    @Test
    void aSubscriberThatGivesUpDoesNotCancelTheWaitOfTheOthers() {
        Topics unstarted =
                new Topics(new TopicPlan(new SmallRyeConfigBuilder().build(), null), null, null);
        unstarted.ready().subscribe().with(ready -> {}).cancel();
        unstarted.start(new StartupEvent());
        unstarted.ready().await().atMost(PATIENCE);
    }

    @Test
    void readinessSaysThatTheTopicsAreThere() {
        topics.ready().await().atMost(PATIENCE);
        given().get("/q/health/ready")
                .then()
                .body("checks.findAll { it.status == 'UP' }.name", hasItem("topics"));
    }
}
