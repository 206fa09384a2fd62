package io.usersummary.connector;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.reactive.messaging.ClientCustomizer;
import io.smallrye.reactive.messaging.providers.helpers.ConfigUtils;
import io.smallrye.reactive.messaging.providers.impl.ConcurrencyConnectorConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;

/**
 * What a channel, or one of several consumers of it, is to be like, read from its attributes and
 * checked: a {@link ConfigurationException} names what cannot be, in one sentence.
 *
 * @param consumers how many consumers of the group the channel has; this is the configuration of
 *     one
 * @param inGroup whether it reads as a member of a group
 * @param grace how long a stop waits for what was emitted to be acknowledged
 * @param reportsHealth whether it has a say in the application's health
 * @param stepOver what is not to be read where it cannot be: {@code topic-partition@offset}
 * @param client the configuration of its Kafka client, as the customizers left it
 */
record ChannelConfig(
        String channel,
        String topic,
        int consumers,
        boolean inGroup,
        Duration grace,
        boolean reportsHealth,
        Set<String> stepOver,
        Map<String, Object> client) {

    /** Of several consumers of a channel SmallRye names the first {@code events$1}. */
    private static final String COPY = ConcurrencyConnectorConfig.CONCURRENCY_CONFIG_SEPARATOR;

    /** Reads channels' attributes. */
    @ApplicationScoped
    static class Reader {

        private final Instance<Map<String, Object>> beans;
        private final Instance<ClientCustomizer<Map<String, Object>>> customizers;
        private final MemoryLimit memory;

        Reader(
                @Any Instance<Map<String, Object>> beans,
                @Any Instance<ClientCustomizer<Map<String, Object>>> customizers,
                MemoryLimit memory) {
            this.memory = memory;
            this.beans = beans;
            this.customizers = customizers;
        }

        ChannelSettings settings(Config attributes) {
            return ChannelSettings.of(attributes, beans);
        }

        ChannelConfig incoming(Config attributes) {
            ChannelSettings settings = settings(attributes);
            Map<String, Object> client = ClientConfig.consumer(channel(attributes), settings);
            nameApart(attributes, client);
            client.putIfAbsent(
                    ConsumerConfig.FETCH_MAX_BYTES_CONFIG, memory.fetch(consumers(settings)));
            return of(attributes, settings, ClientConfig.isInGroup(settings), client);
        }

        /** Several consumers of a channel are several members of its group. */
        private static void nameApart(Config attributes, Map<String, Object> client) {
            String name = name(attributes);
            int copy = name.lastIndexOf(COPY);
            if (copy >= 0) {
                String suffix = "-" + name.substring(copy + 1);
                client.computeIfPresent(
                        ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, (key, id) -> id + suffix);
                client.computeIfPresent(
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        (key, id) -> id.toString().endsWith(suffix) ? id : id + suffix);
            }
        }

        /**
         * The configuration of an administration client, as {@link ClientSettings#admin} has it.
         */
        Map<String, Object> admin(Config attributes, Map<String, Object> own) {
            Map<String, Object> client = ClientConfig.admin(settings(attributes));
            client.putAll(own);
            return ConfigUtils.customize(attributes, customizers, client);
        }

        /** The configuration of a producer, as {@link ClientSettings#producer} has it. */
        Map<String, Object> producer(Config attributes, Map<String, Object> own) {
            Map<String, Object> client =
                    ClientConfig.producer(channel(attributes), settings(attributes));
            client.putAll(own);
            return ConfigUtils.customize(attributes, customizers, client);
        }

        ChannelConfig outgoing(Config attributes) {
            ChannelSettings settings = settings(attributes);
            Map<String, Object> client = ClientConfig.producer(channel(attributes), settings);
            return of(attributes, settings, false, client);
        }

        private ChannelConfig of(
                Config attributes,
                ChannelSettings settings,
                boolean inGroup,
                Map<String, Object> client) {
            String channel = channel(attributes);
            return new ChannelConfig(
                    channel,
                    topic(channel, settings),
                    consumers(settings),
                    inGroup,
                    grace(settings),
                    reportsHealth(settings),
                    stepOver(settings),
                    ConfigUtils.customize(attributes, customizers, client));
        }
    }

    /** Where a group begins that has no offset. */
    OffsetReset offsetReset() {
        return OffsetReset.of(client.get(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG));
    }

    /** How often acknowledged offsets are committed. */
    Duration commitInterval() {
        return Duration.ofMillis(
                ClientRole.CONSUMER
                        .parse(client)
                        .getInt(ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG));
    }

    /** How long a producer may take to answer. */
    Duration deliveryTimeout() {
        return Duration.ofMillis(
                ClientRole.PRODUCER
                        .parse(client)
                        .getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG));
    }

    private static String name(Config attributes) {
        return attributes.getValue(ConnectorFactory.CHANNEL_NAME_ATTRIBUTE, String.class);
    }

    /** As clients, threads and health name it. */
    private static String channel(Config attributes) {
        return name(attributes).replace(COPY, "-");
    }

    /** SmallRye's own attribute: it makes so many copies of the channel, each with its consumer. */
    private static int consumers(ChannelSettings settings) {
        Setting concurrency = settings.all().get(Attributes.CONCURRENCY);
        if (concurrency == null) {
            return 1;
        }
        if (!concurrency.text().matches("[1-9]|[1-5]\\d|6[0-4]")) {
            throw new ConfigurationException(concurrency + " - a number from 1 to 64 is allowed");
        }
        return Integer.parseInt(concurrency.text());
    }

    private static String topic(String channel, ChannelSettings settings) {
        Setting several = settings.all().get(Attributes.TOPICS);
        if (several != null) {
            throw new ConfigurationException(
                    "%s - a %s channel has one topic; it is named by the attribute topic"
                            .formatted(several, BatchConnector.NAME));
        }
        Setting topic = settings.all().get(Attributes.TOPIC);
        return topic == null ? channel : topic.text();
    }

    private static Duration grace(ChannelSettings settings) {
        Setting grace = settings.all().get(Attributes.GRACE);
        if (grace == null) {
            return Duration.ofSeconds(5);
        }
        try {
            return DurationConverter.parseDuration(grace.text());
        } catch (RuntimeException e) {
            throw new ConfigurationException(grace + " - a duration is allowed, such as 5s");
        }
    }

    private static Set<String> stepOver(ChannelSettings settings) {
        Setting stepOver = settings.all().get(Attributes.STEP_OVER);
        if (stepOver == null) {
            return Set.of();
        }
        Set<String> places = new HashSet<>();
        for (String place : stepOver.text().split("\\s*,\\s*")) {
            if (!place.matches("[a-zA-Z0-9._-]+-\\d+@\\d+")) {
                throw new ConfigurationException(
                        stepOver
                                + " - places are allowed such as input_topic-0@1234: topic,"
                                + " partition, offset; several separated by commas");
            }
            places.add(place);
        }
        return places;
    }

    private static boolean reportsHealth(ChannelSettings settings) {
        Setting health = settings.all().get(Attributes.HEALTH_ENABLED);
        return health == null || Boolean.parseBoolean(health.text());
    }
}
