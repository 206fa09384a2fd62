package io.usersummary.topics;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.eclipse.microprofile.config.Config;

/** Which topics there should be: those of the channels that are wired to Kafka. */
@Singleton
public class TopicPlan {
    private static final String EVENTS = "mp.messaging.incoming.events.";
    private static final String SUMMARIES = "mp.messaging.outgoing.summaries.";
    private static final String DEAD_LETTERS = "mp.messaging.outgoing.dead-letters.";

    private static final Map<String, String> COMPACTED =
            Map.of(
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_COMPACT,
                    // A late instance may for a moment overwrite what a record says with less;
                    // the repair of that needs the overtaken record to be readable still.
                    TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
                    "3600000");

    /** Room for the largest record the input topic takes, plus the headers that explain it. */
    private static final Map<String, String> ROOMY =
            Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(2 << 20));

    private final Config config;
    private final TopicsSettings settings;

    public TopicPlan(Config config, TopicsSettings settings) {
        this.config = config;
        this.settings = settings;
    }

    /** The topics as they are to be created; empty when no channel is wired to Kafka. */
    public List<NewTopic> topics() {
        List<NewTopic> topics = new ArrayList<>();
        if (isOnKafka(EVENTS)) {
            topics.add(topic(settings.input(), settings.partitions(), Map.of()));
        }
        if (isOnKafka(SUMMARIES)) {
            topics.add(topic(settings.output(), settings.partitions(), COMPACTED));
        }
        if (isOnKafka(DEAD_LETTERS)) {
            topics.add(topic(settings.deadLetters(), 1, ROOMY));
        }
        return topics;
    }

    /** The topic that holds the table and so has to be compacted, if it is on Kafka. */
    Optional<String> compacted() {
        return isOnKafka(SUMMARIES) ? Optional.of(settings.output()) : Optional.empty();
    }

    /** The command line by which a person creates this topic. */
    static String createCommand(String bootstrapServers, NewTopic topic) {
        StringBuilder command = new StringBuilder("kafka-topics.sh --bootstrap-server ");
        command.append(bootstrapServers).append(" --create --topic ").append(topic.name());
        command.append(" --partitions ").append(topic.numPartitions());
        if (topic.replicationFactor() > 0) {
            command.append(" --replication-factor ").append(topic.replicationFactor());
        }
        new TreeMap<>(topic.configs())
                .forEach((key, value) -> command.append(" --config " + key + "=" + value));
        return command.toString();
    }

    private NewTopic topic(String name, int partitions, Map<String, String> configs) {
        return new NewTopic(name, partitions, (short) settings.replicationFactor())
                .configs(configs);
    }

    private boolean isOnKafka(String channel) {
        return ChannelConnectors.isOnKafka(config, channel + "connector");
    }
}
