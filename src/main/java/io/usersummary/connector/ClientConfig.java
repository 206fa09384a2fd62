package io.usersummary.connector;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.usersummary.connector.Setting.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.security.oauthbearer.ClientJwtValidator;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/**
 * Puts together the configuration of a Kafka client: what the connector starts from, overridden by
 * {@link ChannelSettings what was set}, which may not weaken {@link RequiredSettings what must
 * hold}.
 *
 * <p>Whatever a client would refuse is refused here, before anything connects, by a {@link
 * ConfigurationException} of one sentence.
 */
// Only settings name it, so that a native binary has to be told.
@RegisterForReflection(targets = ClientJwtValidator.class)
final class ClientConfig {

    static final String DEFAULT_BOOTSTRAP_SERVERS = "localhost:9092";

    /** What only concerns a group: set for all clients, it is not meant for one without a group. */
    private static final Set<String> OF_A_GROUP =
            Set.of(
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    ConsumerConfig.GROUP_ID_CONFIG,
                    ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                    ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                    ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG,
                    ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                    ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);

    private ClientConfig() {}

    /** Whether a channel reads as a member of a group; only the channel itself can say so. */
    static boolean isInGroup(ChannelSettings settings) {
        Setting group = settings.all().get(ConsumerConfig.GROUP_ID_CONFIG);
        if (group != null && group.place() == Place.CONNECTOR) {
            throw new ConfigurationException(
                    "%s - a group is set for the channel that is to read in it:".formatted(group)
                            + " mp.messaging.incoming.<channel>.group.id");
        }
        return group != null && group.place() != Place.SHARED;
    }

    /** The configuration of an incoming channel's client. */
    static Map<String, Object> consumer(String channel, ChannelSettings settings) {
        boolean inGroup = isInGroup(settings);
        Map<String, Setting> given = given(settings, ClientRole.CONSUMER);
        if (!inGroup) {
            given.entrySet()
                    .removeIf(
                            e ->
                                    OF_A_GROUP.contains(e.getKey())
                                            && e.getValue().place() != Place.CHANNEL);
        }
        RequiredSettings.onConsumer(channel, inGroup, given);
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG, "500");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        if (!isBrokersProtocol(given)) {
            config.put(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                    CooperativeStickyAssignor.class.getName());
            // A killed member's partitions are free within its session; one that stands still for
            // eight seconds keeps it: the last heartbeat was at most one second before.
            config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "11000");
            config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "1000");
        }
        put(config, channel, settings, given);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteBufferDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteBufferDeserializer.class);
        checked(
                channel,
                () -> {
                    ClientRole.CONSUMER.parse(config);
                    if (inGroup && !isBrokersProtocol(given)) {
                        Timeouts.checkGroup(config, given);
                    }
                });
        return config;
    }

    /** The newer protocol, in which the broker shares out partitions, knows no assignor. */
    private static boolean isBrokersProtocol(Map<String, Setting> given) {
        Setting protocol = given.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
        return protocol != null && protocol.text().equalsIgnoreCase("consumer");
    }

    /** The configuration of an outgoing channel's client. */
    static Map<String, Object> producer(String channel, ChannelSettings settings) {
        Map<String, Setting> given = given(settings, ClientRole.PRODUCER);
        RequiredSettings.onProducer(channel, given);
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        // Set explicitly: otherwise Kafka silently disables it when another setting conflicts.
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        // Whatever fails is sent again anyway; the sooner it is known, the sooner health says so.
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000");
        put(config, channel, settings, given);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        checked(channel, () -> Timeouts.fitProducer(config, given));
        return config;
    }

    /** What an administration client of the channel's topic gets, besides what its user says. */
    static Map<String, Object> admin(ChannelSettings settings) {
        Map<String, Object> config = new HashMap<>();
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_BOOTSTRAP_SERVERS);
        given(settings, ClientRole.ADMIN)
                .forEach((name, setting) -> config.put(name, setting.value()));
        return config;
    }

    /** What was set and is meant for such a client: what it knows, and what no client knows. */
    static Map<String, Setting> given(ChannelSettings settings, ClientRole role) {
        Map<String, Setting> given = new TreeMap<>(settings.all());
        given.keySet().removeIf(name -> Attributes.OWN.contains(name) || role.isForeign(name));
        return given;
    }

    private static void put(
            Map<String, Object> config,
            String channel,
            ChannelSettings settings,
            Map<String, Setting> given) {
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_BOOTSTRAP_SERVERS);
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, channel);
        given.forEach((name, setting) -> config.put(name, setting.value()));
        Setting prefix = settings.all().get(Attributes.CLIENT_ID_PREFIX);
        if (prefix != null) {
            config.computeIfPresent(
                    CommonClientConfigs.CLIENT_ID_CONFIG, (name, id) -> prefix.text() + id);
        }
    }

    private static void checked(String channel, Runnable check) {
        try {
            check.run();
        } catch (ConfigException e) {
            throw new ConfigurationException("Channel " + channel + ": " + e.getMessage());
        }
    }
}
