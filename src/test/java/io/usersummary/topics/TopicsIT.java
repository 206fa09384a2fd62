package io.usersummary.topics;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.PackagedApp;
import io.usersummary.dev.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.server.policy.CreateTopicPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir Path directory;

    /** A broker's rule that only the dead-letter topic may be created, for now. */
    public static final class DeadLettersOnly implements CreateTopicPolicy {
        private static volatile boolean relaxed;

        @Override
        public void validate(RequestMetadata request) {
            if (!relaxed && !request.topic().endsWith("_dlq")) {
                throw new PolicyViolationException("ask the platform team for topics");
            }
        }

        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public void close() {}
    }

    @Test
    void aBrokerThatForbidsTopicsIsWaitedForWithTheCommandsToRun() throws Exception {
        EmbeddedKafka strict =
                new EmbeddedKafka(
                        new EmbeddedKafka.Options(
                                0,
                                directory,
                                Map.of(
                                        "create.topic.policy.class.name",
                                        DeadLettersOnly.class.getName())));
        strict.start();
        try (PackagedApp app =
                PackagedApp.start("kafka.bootstrap.servers=" + strict.bootstrapServers())) {
            String create =
                    "kafka-topics.sh --bootstrap-server " + strict.bootstrapServers() + " --create";
            awaitReadiness(app, 503, "ask the platform team for topics");
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () ->
                                    assertTrue(
                                            app.output()
                                                    .contains(
                                                            create
                                                                    + " --topic input_topic"
                                                                    + " --partitions 4")));
            String output = app.output();
            assertAll(
                    output,
                    () ->
                            assertTrue(
                                    output.contains(
                                            create
                                                    + " --topic output_topic --partitions 4"
                                                    + " --config cleanup.policy=compact"
                                                    + " --config min.compaction.lag.ms=3600000")),
                    () -> assertFalse(output.contains("--topic input_topic_dlq")),
                    () -> assertEquals(200, app.get("/q/health/live").statusCode()),
                    () -> assertFalse(output.contains("\tat ")));
            DeadLettersOnly.relaxed = true;
            awaitReadiness(app, 200, "UP");
            assertTrue(app.output().contains("Created topic input_topic"), app.output());
        } finally {
            DeadLettersOnly.relaxed = false;
            strict.stop();
        }
    }

    private static void awaitReadiness(PackagedApp app, int status, String content) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            var answer = app.get("/q/health/ready");
                            assertEquals(status, answer.statusCode(), answer.body());
                            assertTrue(answer.body().contains(content), answer.body());
                        });
    }

    @Test
    void tooFewBrokersForTheReplicasAreWaitedForUntilSomebodyCreatesTheTopics() throws Exception {
        EmbeddedKafka lone = new EmbeddedKafka(EmbeddedKafka.Options.of(0, directory));
        String address = lone.bootstrapServers();
        lone.start();
        try (PackagedApp app =
                        PackagedApp.start(
                                "kafka.bootstrap.servers=" + address,
                                "topics.replication-factor=3");
                Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            awaitReadiness(app, 503, "--replication-factor 3");
            assertEquals(200, app.get("/q/health/live").statusCode());
            admin.createTopics(
                            List.of(
                                    new NewTopic("input_topic", 1, (short) 1),
                                    new NewTopic("output_topic", 1, (short) 1),
                                    new NewTopic("input_topic_dlq", 1, (short) 1)))
                    .all()
                    .get();
            awaitReadiness(app, 200, "UP");
        } finally {
            lone.stop();
        }
    }

    @Test
    void aGroupWhoseOffsetsNoBrokerKeepsYetIsWaitedForAndReadinessSaysSo() throws Exception {
        Map<String, String> halfStarted = Map.of("offsets.topic.replication.factor", "3");
        EmbeddedKafka lone =
                new EmbeddedKafka(new EmbeddedKafka.Options(0, directory, halfStarted));
        lone.start();
        try (PackagedApp app =
                PackagedApp.start("kafka.bootstrap.servers=" + lone.bootstrapServers())) {
            awaitReadiness(app, 503, "not yet a member of its group");
            assertEquals(200, app.get("/q/health/live").statusCode());
        } finally {
            lone.stop();
        }
    }

    @Test
    void anOutputTopicThatForgetsIsWarnedOfWithTheCommandThatMendsIt() throws Exception {
        EmbeddedKafka kafka = new EmbeddedKafka(EmbeddedKafka.Options.of(0, directory));
        String address = kafka.bootstrapServers();
        kafka.start();
        String mend =
                "kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name"
                        + " output_topic --add-config cleanup.policy=compact";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            NewTopic forgetful = new NewTopic("output_topic", 2, (short) 1);
            admin.createTopics(List.of(forgetful)).all().get();
            try (PackagedApp app = PackagedApp.start("kafka.bootstrap.servers=" + address)) {
                await().atMost(PATIENCE)
                        .until(() -> app.output().contains(mend.formatted(address)));
            }
        } finally {
            kafka.stop();
        }
    }

    @Test
    void aBrokerThatIsAwayAtTheStartIsWaitedForInACalmVoice() throws Exception {
        EmbeddedKafka late = new EmbeddedKafka(EmbeddedKafka.Options.of(0, directory));
        String address = late.bootstrapServers();
        try (PackagedApp app = PackagedApp.start("kafka.bootstrap.servers=" + address)) {
            await().atMost(PATIENCE)
                    .until(() -> app.output().contains("Waiting for Kafka at " + address));
            late.start();
            await().atMost(PATIENCE)
                    .until(() -> app.output().contains("Created topic output_topic"));
            assertFalse(app.output().contains("\tat "), app.output());
        } finally {
            late.stop();
        }
    }
}
