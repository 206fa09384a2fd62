package io.usersummary.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Goes over all properties of Kafka's clients, in all places where they can be set. */
class EveryKafkaPropertyTest {

    /** Held, so that its level stays: Kafka writes down every configuration that it reads. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka.clients");

    static {
        KAFKA.setLevel(Level.WARNING);
    }

    private static final String CONNECTOR = "mp.messaging.connector.kafka-batch.";
    private static final String INCOMING = "mp.messaging.incoming.channel.";
    private static final String OUTGOING = "mp.messaging.outgoing.channel.";

    /** Properties with a value that is allowed and goes with the defaults of all others. */
    private static final Map<String, String> PARTICULAR =
            Map.ofEntries(
                    Map.entry("acks", "-1"),
                    Map.entry("enable.idempotence", "true"),
                    Map.entry("partitioner.ignore.keys", "false"),
                    Map.entry("enable.auto.commit", "false"),
                    Map.entry("allow.auto.create.topics", "false"),
                    Map.entry("auto.offset.reset", "latest"),
                    Map.entry("isolation.level", "read_uncommitted"),
                    Map.entry("group.protocol", "classic"),
                    Map.entry("heartbeat.interval.ms", "2999"),
                    Map.entry("max.in.flight.requests.per.connection", "4"),
                    Map.entry("delivery.timeout.ms", "119999"),
                    Map.entry("compression.type", "lz4"),
                    Map.entry("compression.gzip.level", "1"),
                    Map.entry("compression.lz4.level", "1"),
                    Map.entry("security.protocol", "SASL_SSL"),
                    Map.entry("client.dns.lookup", "resolve_canonical_bootstrap_servers_only"),
                    Map.entry("metadata.recovery.strategy", "none"),
                    Map.entry("metrics.recording.level", "DEBUG"),
                    Map.entry("bootstrap.servers", "elsewhere:1"),
                    Map.entry("retries", "17"),
                    Map.entry("sasl.login.refresh.window.jitter", "0.1"),
                    Map.entry("sasl.oauthbearer.assertion.algorithm", "ES256"),
                    Map.entry("group.id", "another"));

    /** What is not to be set: bytes in and out, no transactions, no share groups. */
    private static final Set<String> FIXED =
            Set.of(
                    "key.serializer",
                    "value.serializer",
                    "key.deserializer",
                    "value.deserializer",
                    "transactional.id",
                    "share.acknowledgement.mode");

    /** What only the channel itself can say: see {@link ClientConfigTest}. */
    private static final Set<String> CHANNEL_ONLY = Set.of("group.id");

    static Stream<Arguments> everyPropertyInEveryPlace() {
        List<Arguments> all = new ArrayList<>();
        for (ClientRole role : ClientRole.values()) {
            for (String place : List.of("kafka.", CONNECTOR, "channel")) {
                for (String name : role.names()) {
                    if (!FIXED.contains(name)
                            && (place.equals("channel") || !CHANNEL_ONLY.contains(name))) {
                        all.add(Arguments.of(role, place, name));
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{1}{2} of {0}")
    @MethodSource("everyPropertyInEveryPlace")
    void whatIsSetReachesTheClient(ClientRole role, String place, String name) {
        String value = value(role, name);
        Map<String, String> properties = new HashMap<>();
        Map<String, Object> shared = new HashMap<>();
        String channel = role == ClientRole.PRODUCER ? OUTGOING : INCOMING;
        properties.put(channel + "connector", "kafka-batch");
        if (role == ClientRole.CONSUMER) {
            properties.put(channel + "group.id", "a-group");
        }
        if (name.equals("group.remote.assignor")) {
            properties.put(channel + "group.protocol", "consumer");
        }
        if (place.equals("kafka.")) {
            shared.put(name, value);
        } else {
            properties.put((place.equals("channel") ? channel : place) + name, value);
        }
        assertEquals(value, client(role, properties, shared).get(name));
    }

    @ParameterizedTest
    @EnumSource(ClientRole.class)
    void thereAreSomeToGoOver(ClientRole role) {
        assertEquals(true, role.names().size() > 50);
    }

    private static Map<String, Object> client(
            ClientRole role, Map<String, String> properties, Map<String, Object> shared) {
        Config config =
                new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(properties, "test", 100))
                        .build();
        ChannelSettings settings =
                ChannelSettings.of(
                        Attributes.of("channel", config).orElseThrow(), Map.of(), shared);
        return switch (role) {
            case CONSUMER -> ClientConfig.consumer("channel", settings);
            case PRODUCER -> ClientConfig.producer("channel", settings);
            case ADMIN -> ClientConfig.admin(settings);
        };
    }

    /** A value of the property's type, where possible another one than the default. */
    private static String value(ClientRole role, String name) {
        if (PARTICULAR.containsKey(name)) {
            return PARTICULAR.get(name);
        }
        ConfigDef.ConfigKey key =
                switch (role) {
                    case CONSUMER -> ConsumerConfig.configDef().configKeys().get(name);
                    case PRODUCER -> ProducerConfig.configDef().configKeys().get(name);
                    case ADMIN -> AdminClientConfig.configDef().configKeys().get(name);
                };
        return switch (key.type) {
            case INT, LONG, SHORT ->
                    key.hasDefault() && key.defaultValue != null
                            ? String.valueOf(((Number) key.defaultValue).longValue() + 1)
                            : "1";
            case DOUBLE -> "0.5";
            case BOOLEAN -> String.valueOf(!Boolean.TRUE.equals(key.defaultValue));
            case CLASS -> "java.lang.Object";
            default -> "x";
        };
    }
}
