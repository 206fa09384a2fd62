package io.usersummary.streams;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.usersummary.connector.ClientSettings;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The properties of Kafka Streams: how the channel {@code events} reaches the broker, then whatever
 * is set under {@code kafka-streams}. The application is the consumer group, so that it goes on
 * where the other engine ended.
 */
@Singleton
class EngineConfig {

    private static final String PREFIX = "kafka-streams.";

    /** The default of {@code max.request.size}. */
    private static final int KAFKAS_LARGEST = 1 << 20;

    private final Config config;
    private final ClientSettings clients;
    private final StreamsSettings settings;
    private final String group;

    EngineConfig(
            Config config,
            ClientSettings clients,
            StreamsSettings settings,
            @ConfigProperty(name = "mp.messaging.incoming.events.group.id") String group) {
        this.config = config;
        this.clients = clients;
        this.settings = settings;
        this.group = group;
    }

    /** The name of the application, which is its consumer group. */
    String application() {
        return config.getOptionalValue(PREFIX + StreamsConfig.APPLICATION_ID_CONFIG, String.class)
                .orElse(group);
    }

    /** Where the brokers are, {@code host:port}, several separated by commas. */
    String servers() {
        return clients.bootstrapServers("events");
    }

    /** How to ask the brokers, with a client's own settings on top. */
    Map<String, Object> admin(Map<String, Object> own) {
        return clients.admin("events", own);
    }

    /** All properties, checked. */
    Properties properties() {
        Map<String, Object> all = new TreeMap<>(clients.admin("events", Map.of()));
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                config.getOptionalValue(name, String.class)
                        .ifPresent(value -> all.put(name.substring(PREFIX.length()), value));
            }
        }
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, application());
        all.put(BoundedRocks.BYTES, settings.stateMemory().asLongValue());
        all.putIfAbsent(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocks.class);
        // Who is asked to stop leaves the group at once, for the sake of the others.
        all.putIfAbsent("internal.leave.group.on.close", true);
        refuse(all, StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        refuse(
                all,
                StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG),
                "earliest");
        Properties properties = new Properties();
        properties.putAll(all);
        return properties;
    }

    /** The largest record that the producer sends, in bytes. */
    static int largestRequest(StreamsConfig properties) {
        Object most =
                properties
                        .getProducerConfigs("any")
                        .getOrDefault(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, KAFKAS_LARGEST);
        return Integer.parseInt(most.toString());
    }

    private static void refuse(Map<String, Object> all, String name, String only) {
        Object value = all.getOrDefault(name, only);
        if (!only.equals(value)) {
            throw new ConfigurationException(
                    "%s%s=%s - what keeps the table exact is %s, and nothing else: leave it unset"
                            .formatted(PREFIX, name, value, only));
        }
    }
}
