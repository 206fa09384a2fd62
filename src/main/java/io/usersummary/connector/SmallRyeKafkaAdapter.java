package io.usersummary.connector;

import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.SubscriberDecorator;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReporter;
import io.smallrye.reactive.messaging.kafka.KafkaConnector;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Lets channels whose messages are {@link RecordBatch batches} be wired to {@code smallrye-kafka}
 * as well, which sends one record a message: takes each batch apart on its way there. Channels on
 * other connectors are left alone, and so are messages that are no batches.
 */
@ApplicationScoped
class SmallRyeKafkaAdapter implements SubscriberDecorator, HealthReporter {

    private final Config config;
    private final List<ChannelHealth> channels = new CopyOnWriteArrayList<>();

    SmallRyeKafkaAdapter(Config config) {
        this.config = config;
    }

    @Override
    public Multi<? extends Message<?>> decorate(
            Multi<? extends Message<?>> messages, List<String> names, boolean isConnector) {
        if (!isConnector) {
            return messages;
        }
        String channel = names.get(0);
        return Attributes.of(channel, config)
                .filter(SmallRyeKafkaAdapter::isStandard)
                .<Multi<? extends Message<?>>>map(
                        attributes ->
                                new BatchSplitter(topic(channel, attributes), health(channel))
                                        .split(messages))
                .orElse(messages);
    }

    private static boolean isStandard(Config attributes) {
        return attributes.getValue("connector", String.class).equals(KafkaConnector.CONNECTOR_NAME);
    }

    private static String topic(String channel, Config attributes) {
        return attributes.getOptionalValue(Attributes.TOPIC, String.class).orElse(channel);
    }

    private ChannelHealth health(String channel) {
        ChannelHealth health = new ChannelHealth(channel, lost -> {});
        channels.add(health);
        return health;
    }

    /** A record that is refused, or was not written within the producer's time, is tried again. */
    @Override
    public HealthReport getReadiness() {
        HealthReport.HealthReportBuilder report = HealthReport.builder();
        channels.stream()
                .filter(ChannelHealth::isRetrying)
                .forEach(channel -> channel.readiness(report));
        return report.build();
    }
}
