package io.usersummary.processor;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.reactive.messaging.kafka.KafkaConnector;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses {@code summary.max-batches} where it could not be kept: with a connector that can
 * acknowledge whole polls only, as the last batch may end within a poll, and the events after it
 * have to stay unread; and with several consumers, of which each has batches of its own.
 */
@Singleton
class MaxBatchesCheck {

    private static final String CONSUMERS = "mp.messaging.incoming.events.concurrency";
    private static final String CONNECTOR = "mp.messaging.incoming.events.connector";

    /** Runs ahead of the messaging layer, which connects at its own start. */
    void check(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start,
            SummarySettings settings,
            @ConfigProperty(name = CONNECTOR) String connector,
            @ConfigProperty(name = CONSUMERS, defaultValue = "1") String consumers) {
        if (settings.maxBatches() > 0 && !consumers.equals("1")) {
            throw new ConfigurationException(
                    "summary.max-batches=%d and %s=%s - each consumer has batches of its own: use one, or leave summary.max-batches at 0"
                            .formatted(settings.maxBatches(), CONSUMERS, consumers));
        }
        if (settings.maxBatches() > 0 && connector.equals(KafkaConnector.CONNECTOR_NAME)) {
            throw new ConfigurationException(
                    "summary.max-batches=%d and %s=%s - the last batch may end within a poll, of which this connector cannot acknowledge a part: use kafka-batch, or leave summary.max-batches at 0"
                            .formatted(settings.maxBatches(), CONNECTOR, connector));
        }
    }
}
