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

    /** A broker's rule that only the dead-letter topic may be created. */
    public static final class DeadLettersOnly implements CreateTopicPolicy {
        @Override
        public void validate(RequestMetadata request) {
            if (!request.topic().endsWith("_dlq")) {
                throw new PolicyViolationException("ask the platform team for topics");
            }
        }

        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public void close() {}
    }

    @Test
    void aBrokerThatForbidsTopicsEndsTheApplicationWithTheCommandsToRun() throws Exception {
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
            int exitCode = app.exitCode();
            String output = app.output();
            String create =
                    "kafka-topics.sh --bootstrap-server " + strict.bootstrapServers() + " --create";
            assertAll(
                    output,
                    () -> assertEquals(1, exitCode),
                    () -> assertTrue(output.contains("ask the platform team for topics")),
                    () ->
                            assertTrue(
                                    output.contains(
                                            create + " --topic input_topic --partitions 4")),
                    () ->
                            assertTrue(
                                    output.contains(
                                            create
                                                    + " --topic output_topic --partitions 4"
                                                    + " --config cleanup.policy=compact"
                                                    + " --config min.compaction.lag.ms=3600000")),
                    () -> assertFalse(output.contains("--topic input_topic_dlq")),
                    () -> assertFalse(output.contains("\tat ")));
        } finally {
            strict.stop();
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
