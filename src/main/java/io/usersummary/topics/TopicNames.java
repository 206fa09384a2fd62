package io.usersummary.topics;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.usersummary.connector.ClientSettings;
import io.usersummary.connector.Setting;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

/**
 * Refuses a start in which the channels and the settings disagree about topics, in which channels
 * disagree about brokers, or in which two of the topics are one: the table would be read back from
 * elsewhere than it is published to, or a dead letter would be read as an event again, and again.
 */
@Singleton
class TopicNames {

    /** What Kafka takes as a name. */
    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private static final List<String> CHANNELS =
            List.of("sample-events", "summaries", "published-summaries", "dead-letters");

    private record Name(String setting, String value) {}

    private final Config config;
    private final ClientSettings clients;
    private final Name input;
    private final Name output;
    private final Name deadLetters;

    TopicNames(Config config, ClientSettings clients, TopicsSettings settings) {
        this.clients = clients;
        this.config = config;
        this.input = new Name("topics.input", settings.input());
        this.output = new Name("topics.output", settings.output());
        this.deadLetters = new Name("topics.dead-letters", settings.deadLetters());
    }

    /** Runs ahead of the messaging layer, which connects at its own start. */
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        List.of(input, output, deadLetters).forEach(TopicNames::checkLegal);
        checkDistinct(input, output);
        checkDistinct(input, deadLetters);
        checkDistinct(output, deadLetters);
        CHANNELS.forEach(this::checkBrokers);
        checkChannel("mp.messaging.incoming.events.topic", input);
        checkChannel("mp.messaging.outgoing.sample-events.topic", input);
        checkChannel("mp.messaging.outgoing.summaries.topic", output);
        checkChannel("mp.messaging.incoming.published-summaries.topic", output);
        checkChannel("mp.messaging.outgoing.dead-letters.topic", deadLetters);
    }

    private static void checkLegal(Name name) {
        if (!LEGAL.matcher(name.value).matches()) {
            throw new ConfigurationException(
                    "%s=%s is no name of a topic: 1 to 249 letters, digits, '.', '_' or '-'"
                            .formatted(name.setting, name.value));
        }
    }

    private static void checkDistinct(Name one, Name other) {
        if (one.value.equals(other.value)) {
            throw new ConfigurationException(
                    "%s and %s are both %s: they have to be different topics"
                            .formatted(one.setting, other.setting, one.value));
        }
    }

    /** The topics are created and looked at where the events are. */
    private void checkBrokers(String channel) {
        if (!clients.bootstrapServers(channel).equals(clients.bootstrapServers("events"))) {
            throw new ConfigurationException(
                    "Channel %s (%s) and channel events (%s) are not on the same brokers: set kafka.bootstrap.servers, which every channel refers to"
                            .formatted(channel, brokers(channel), brokers("events")));
        }
    }

    private String brokers(String channel) {
        return clients.find(channel, CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)
                .map(Setting::toString)
                .orElse(clients.bootstrapServers(channel) + " by default");
    }

    private void checkChannel(String attribute, Name name) {
        ConfigValue set = config.getConfigValue(attribute);
        String topic =
                set.getRawValue() == null ? name.value : Objects.toString(set.getValue(), "");
        if (!topic.equals(name.value)) {
            throw new ConfigurationException(
                    "%s=%s differs from %s=%s: leave the channel's alone and set %s, which every channel refers to"
                            .formatted(attribute, topic, name.setting, name.value, name.setting));
        }
    }
}
