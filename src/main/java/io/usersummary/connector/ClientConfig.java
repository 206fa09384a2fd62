package io.usersummary.connector;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.eclipse.microprofile.config.Config;

/**
 * Puts together the configuration of a channel's Kafka client: what the connector needs, overridden
 * by {@code kafka.*}, overridden by the channel's own attributes, which may be any property that
 * the Kafka client knows.
 */
final class ClientConfig {

    private static final String DEFAULT_BOOTSTRAP_SERVERS = "localhost:9092";

    private ClientConfig() {}

    static Map<String, Object> consumer(
            String channel, Config attributes, Map<String, Object> shared) {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, assignor(attributes));
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        merge(config, channel, attributes, shared, ConsumerConfig.configNames());
        config.values().removeIf(""::equals);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteBufferDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteBufferDeserializer.class);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return checked(channel, config, ConsumerConfig::new);
    }

    /** The assignor that moves as few partitions as possible; the newer protocol has its own. */
    private static Object assignor(Config attributes) {
        boolean broker =
                attributes
                        .getOptionalValue(ConsumerConfig.GROUP_PROTOCOL_CONFIG, String.class)
                        .filter("consumer"::equalsIgnoreCase)
                        .isPresent();
        return broker ? "" : CooperativeStickyAssignor.class.getName();
    }

    static Map<String, Object> producer(
            String channel, Config attributes, Map<String, Object> shared) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        // Whatever fails is sent again anyway; the sooner it is known, the sooner health says so.
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000");
        merge(config, channel, attributes, shared, ProducerConfig.configNames());
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return checked(channel, config, ProducerConfig::new);
    }

    private static void putKnown(
            Map<String, Object> config, Map<String, Object> shared, Set<String> known) {
        shared.forEach(
                (name, value) -> {
                    if (known.contains(name)) {
                        config.put(name, value);
                    }
                });
    }

    private static void merge(
            Map<String, Object> config,
            String channel,
            Config attributes,
            Map<String, Object> shared,
            Set<String> known) {
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_BOOTSTRAP_SERVERS);
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, "user-summary-" + channel);
        putKnown(config, shared, known);
        known.forEach(
                name ->
                        attributes
                                .getOptionalValue(name, String.class)
                                .ifPresent(value -> config.put(name, value)));
    }

    private static Map<String, Object> checked(
            String channel, Map<String, Object> config, Consumer<Map<String, Object>> parser) {
        try {
            parser.accept(config);
            return config;
        } catch (ConfigException e) {
            throw new ConfigurationException("Channel " + channel + ": " + e.getMessage());
        }
    }
}
