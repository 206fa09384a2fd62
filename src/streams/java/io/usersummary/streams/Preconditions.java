package io.usersummary.streams;

import io.usersummary.connector.ClientFault;
import io.usersummary.topics.InternalTopic;
import io.usersummary.topics.TopicOffsets;
import io.usersummary.topics.TopicsSettings;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What has to be so on the broker before the engine may start, asked once for each attempt. Blocks.
 */
@Singleton
class Preconditions {

    /** What the topology has to know of the topics. */
    record Topics(int partitions, int largestLetter) {}

    /** It is not so; the message says what, and the command that mends it. */
    static final class UnmetException extends Exception {

        private static final long serialVersionUID = 1L;

        UnmetException(String message) {
            super(message, null, false, false);
        }
    }

    private final TopicOffsets offsets;
    private final Placement placement;
    private final EngineConfig config;
    private final TopicsSettings topics;
    private final boolean keyedByUser;

    Preconditions(
            TopicOffsets offsets,
            Placement placement,
            EngineConfig config,
            TopicsSettings topics,
            StreamsSettings settings) {
        this.offsets = offsets;
        this.placement = placement;
        this.config = config;
        this.topics = topics;
        this.keyedByUser = settings.keyedByUser();
    }

    /**
     * @throws UnmetException if the engine may not start yet
     */
    Topics check(Admin admin) throws UnmetException, InterruptedException {
        String internal = InternalTopic.of(config.application());
        try {
            int partitions = partitions(admin, topics.output()).orElseThrow();
            if (keyedByUser) {
                refuseUnlessEqual(partitions(admin, topics.input()).orElseThrow(), partitions);
            }
            placement.check(topics.output(), partitions);
            Optional<Integer> before = partitions(admin, internal);
            if (keyedByUser && before.isPresent()) {
                refuseUnlessRead(internal);
            }
            if (before.isPresent() && before.get() != partitions) {
                throw new UnmetException(
                        "Topic %s has %d partitions and %s has %d: it was made for the number before. Stop all instances once they have read everything, then: kafka-topics.sh --bootstrap-server %s --delete --topic %1$s"
                                .formatted(
                                        internal,
                                        before.get(),
                                        topics.output(),
                                        partitions,
                                        config.servers()));
            }
            return new Topics(partitions, largest(admin, topics.deadLetters()));
        } catch (WrongPartitionException e) {
            throw new UnmetException(e.getMessage());
        } catch (KafkaException e) {
            throw new UnmetException(ClientFault.describe(e));
        }
    }

    private void refuseUnlessEqual(int input, int output) throws UnmetException {
        if (input != output) {
            throw new UnmetException(
                    "streams.keyed-by-user=true, and topic %s has %d partitions and %s has %d: set it to false, or, while nothing is in the smaller one: kafka-topics.sh --bootstrap-server %s --alter --topic %s --partitions %d"
                            .formatted(
                                    topics.input(),
                                    input,
                                    topics.output(),
                                    output,
                                    config.servers(),
                                    input < output ? topics.input() : topics.output(),
                                    Math.max(input, output)));
        }
    }

    /** What was sent on by userId is counted as read, and nobody would put it into the table. */
    private void refuseUnlessRead(String internal) throws UnmetException, InterruptedException {
        long left =
                offsets.unread(config.application(), internal).values().stream()
                        .mapToLong(some -> some.to() - some.from())
                        .sum();
        if (left > 0) {
            throw new UnmetException(
                    "streams.keyed-by-user=true, and %s still holds %d records that are in no table: start with streams.keyed-by-user=false until they are read, or with the default engine, and then: kafka-topics.sh --bootstrap-server %s --delete --topic %1$s"
                            .formatted(internal, left, config.servers()));
        }
    }

    private static Optional<Integer> partitions(Admin admin, String topic)
            throws InterruptedException {
        Set<String> existing = new HashSet<>(ask(admin.listTopics().names()));
        if (!existing.contains(topic)) {
            return Optional.empty();
        }
        Map<String, TopicDescription> found =
                ask(admin.describeTopics(List.of(topic)).allTopicNames());
        return Optional.of(found.get(topic).partitions().size());
    }

    private static int largest(Admin admin, String topic) throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return Integer.parseInt(
                ask(admin.describeConfigs(List.of(resource)).all())
                        .get(resource)
                        .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                        .value());
    }

    private static <T> T ask(KafkaFuture<T> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known
                    ? known
                    : new KafkaException(e.getCause());
        }
    }
}
