package io.usersummary.topics;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.reactive.messaging.kafka.KafkaConnector;
import io.usersummary.connector.BatchConnector;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.Config;

/**
 * By which connector each channel is wired. Either connector for Kafka will do for events,
 * summaries and dead letters; what could not keep the table exact is refused at the start.
 */
@Singleton
public class ChannelConnectors {

    private static final Set<String> KAFKA =
            Set.of(BatchConnector.NAME, KafkaConnector.CONNECTOR_NAME);
    private static final String CONSUMERS = "mp.messaging.incoming.events.concurrency";
    private static final String SUMMARIES = "mp.messaging.outgoing.summaries.connector";
    private static final String PUBLISHED = "mp.messaging.incoming.published-summaries.connector";

    private final Config config;

    public ChannelConnectors(Config config) {
        this.config = config;
    }

    /** Runs ahead of the messaging layer, which connects at its own start. */
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        String written = connector(SUMMARIES);
        String readBack = connector(PUBLISHED);
        if (readBack.equals(KafkaConnector.CONNECTOR_NAME)) {
            throw new ConfigurationException(
                    "%s=%s - the table is read back by %s only: from the beginning, every partition, without a group"
                            .formatted(PUBLISHED, readBack, BatchConnector.NAME));
        }
        if (KAFKA.contains(written) != KAFKA.contains(readBack)) {
            throw new ConfigurationException(
                    "%s=%s and %s=%s - a table that is published to Kafka is read back from there, and no other is: set both or neither to a connector for Kafka"
                            .formatted(SUMMARIES, written, PUBLISHED, readBack));
        }
    }

    /** Whether the table is kept in Kafka, and so is to be read back from there. */
    public boolean isTableOnKafka() {
        return KAFKA.contains(connector(PUBLISHED));
    }

    /** Whether a channel is wired to Kafka. */
    static boolean isOnKafka(Config config, String attribute) {
        return config.getOptionalValue(attribute, String.class).filter(KAFKA::contains).isPresent();
    }

    /** The names under which SmallRye knows the events' channel: one for each of its consumers. */
    public List<String> eventsChannels() {
        int consumers = config.getOptionalValue(CONSUMERS, Integer.class).orElse(1);
        return consumers <= 1
                ? List.of("events")
                : IntStream.rangeClosed(1, consumers).mapToObj(i -> "events$" + i).toList();
    }

    private String connector(String attribute) {
        return config.getOptionalValue(attribute, String.class).orElse("");
    }
}
