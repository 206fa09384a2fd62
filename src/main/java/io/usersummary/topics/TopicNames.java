package io.usersummary.topics;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * Refuses a start in which the channels and the settings disagree about topics, or in which two of
 * the topics are one: the table would be read back from elsewhere than it is published to, or a
 * dead letter would be read as an event again, and again.
 */
@Singleton
class TopicNames {

    /** What Kafka takes as a name. */
    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private record Name(String setting, String value) {}

    private final Config config;
    private final Name input;
    private final Name output;
    private final Name deadLetters;

    TopicNames(Config config, TopicsSettings settings) {
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

    private void checkChannel(String attribute, Name name) {
        String topic = config.getOptionalValue(attribute, String.class).orElse(name.value);
        if (!topic.equals(name.value)) {
            throw new ConfigurationException(
                    "%s=%s differs from %s=%s: leave the channel's alone and set %s, which every channel refers to"
                            .formatted(attribute, topic, name.setting, name.value, name.setting));
        }
    }
}
