package io.usersummary.connector;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientConfigTest {

    /** Held, so that its level stays: Kafka writes down every configuration that it reads. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka.clients");

    static {
        KAFKA.setLevel(Level.WARNING);
    }

    private static final String GROUP = "mp.messaging.incoming.group.";
    private static final String TABLE = "mp.messaging.incoming.table.";
    private static final String OUT = "mp.messaging.outgoing.out.";
    private static final String CONNECTOR = "mp.messaging.connector.kafka-batch.";

    private final Map<String, String> properties =
            new HashMap<>(
                    Map.of(
                            GROUP + "connector", "kafka-batch",
                            GROUP + "group.id", "a-group",
                            TABLE + "connector", "kafka-batch",
                            OUT + "connector", "kafka-batch"));
    private final Map<String, Object> shared = new HashMap<>(Map.of("group.id", "the-app"));
    private final Map<String, Object> named = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    /** Sets a property as it would be: {@code kafka.*} in the map that Quarkus makes of it. */
    private void set(String key, String value) {
        if (key.startsWith("kafka.")) {
            shared.put(key.substring("kafka.".length()), value);
        } else {
            properties.put(key, value);
        }
    }

    private ChannelSettings settings(String channel) {
        Config config =
                new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(properties, "test", 100))
                        .withSources(new EnvConfigSource(environment, 300))
                        .build();
        return ChannelSettings.of(Attributes.of(channel, config).orElseThrow(), named, shared);
    }

    private Map<String, Object> consumer(String channel) {
        return ClientConfig.consumer(channel, settings(channel));
    }

    private Map<String, Object> producer() {
        return ClientConfig.producer("out", settings("out"));
    }

    @Test
    void channelGoesBeforeConnectorBeforeNamedConfigurationBeforeKafka() {
        set("kafka.linger.ms", "1");
        assertEquals("1", producer().get("linger.ms"));
        named.put("linger.ms", 2);
        assertEquals(2, producer().get("linger.ms"));
        set(CONNECTOR + "linger.ms", "3");
        assertEquals("3", producer().get("linger.ms"));
        set(OUT + "linger.ms", "4");
        assertEquals("4", producer().get("linger.ms"));
    }

    @Test
    void emptyValueTakesAwayWhatAWeakerPlaceSays() {
        set("kafka.linger.ms", "1");
        set(OUT + "linger.ms", "");
        assertNull(producer().get("linger.ms"));
    }

    @Test
    void variablesOfTheEnvironmentAreReadToo() {
        environment.put("MP_MESSAGING_OUTGOING_OUT_LINGER_MS", "7");
        environment.put("MP_MESSAGING_OUTGOING_OUT_MY_OWN_KEY", "mine");
        environment.put("MP_MESSAGING_OUTGOING_OUT_CLIENT_ID_PREFIX", "some-");
        Map<String, Object> producer = producer();
        assertEquals("7", producer.get("linger.ms"));
        assertEquals("mine", producer.get("my.own.key"));
        assertEquals("some-out", producer.get("client.id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka.", CONNECTOR, OUT})
    void whatNobodyKnowsAndTheNameOfATlsConfigurationGoThroughToTheClient(String place) {
        set(place + "my.interceptor.url", "there");
        set(place + "tls-configuration-name", "mtls");
        Map<String, Object> producer = producer();
        assertEquals("there", producer.get("my.interceptor.url"));
        assertEquals("mtls", producer.get("tls-configuration-name"));
    }

    @Test
    void attributesOfTheChannelDoNotReachTheClient() {
        set(GROUP + "topic", "t");
        set(GROUP + "pausable", "true");
        set(GROUP + "grace", "1s");
        Map<String, Object> consumer = consumer("group");
        for (String attribute : Attributes.OWN) {
            assertFalse(consumer.containsKey(attribute), attribute);
        }
    }

    @Test
    void clientIdIsTheChannelsNameOrWhatWasSetBehindThePrefix() {
        assertEquals("group", consumer("group").get("client.id"));
        set(CONNECTOR + "client-id-prefix", "user-summary-");
        assertEquals("user-summary-group", consumer("group").get("client.id"));
        set(GROUP + "client.id", "mine");
        assertEquals("user-summary-mine", consumer("group").get("client.id"));
    }

    @ParameterizedTest
    @CsvSource({
        "out,   acks,                  1,                only all or -1",
        "out,   acks,                  0,                only all or -1",
        "out,   enable.idempotence,    false,            only true",
        "out,   transactional.id,      tx,               no value at all",
        "out,   partitioner.ignore.keys, true,           only false",
        "out,   value.serializer,      my.Serializer,    only org.apache.kafka.common",
        "out,   key.serializer,        my.Serializer,    only org.apache.kafka.common",
        "group, enable.auto.commit,    true,             only false",
        "group, allow.auto.create.topics, true,          only false",
        "group, key.deserializer,      my.Deserializer,  only org.apache.kafka.common",
        "group, value.deserializer,    my.Deserializer,  only org.apache.kafka.common",
        "group, auto.offset.reset,     none,             only earliest or latest",
        "table, isolation.level,       read_uncommitted, only read_committed",
        "table, enable.auto.commit,    true,             only false",
    })
    void whatWouldWeakenAChannelIsRefusedByKeyAndValueInEveryPlace(
            String channel, String name, String value, String allowed) {
        String own = (channel.equals("out") ? "mp.messaging.outgoing." : "mp.messaging.incoming.");
        for (String place : new String[] {"kafka.", CONNECTOR, own + channel + "."}) {
            ClientConfigTest one = new ClientConfigTest();
            one.set(place + name, value);
            String message =
                    assertThrows(
                                    ConfigurationException.class,
                                    () -> {
                                        if (channel.equals("out")) {
                                            one.producer();
                                        } else {
                                            one.consumer(channel);
                                        }
                                    })
                            .getMessage();
            assertAll(
                    () -> assertTrue(message.startsWith(place + name + "=" + value), message),
                    () -> assertTrue(message.contains("channel " + channel), message),
                    () -> assertTrue(message.contains(allowed), message));
        }
    }

    @Test
    void whatMustHoldMayBeSaidAloud() {
        set("kafka.acks", "-1");
        set(OUT + "enable.idempotence", "TRUE");
        set(CONNECTOR + "enable.auto.commit", "false");
        set(TABLE + "auto.offset.reset", "earliest");
        producer();
        consumer("group");
        consumer("table");
    }

    @Test
    void offsetResetFromOutsideDoesNotReachAChannelWithoutAGroup() {
        set("kafka.auto.offset.reset", "latest");
        assertEquals("latest", consumer("group").get("auto.offset.reset"));
        assertEquals("earliest", consumer("table").get("auto.offset.reset"));
        set(TABLE + "auto.offset.reset", "latest");
        assertThrows(ConfigurationException.class, () -> consumer("table"));
    }

    @Test
    void abortedRecordsAreReadOnlyWhereAChannelOfAGroupAsksForThem() {
        assertEquals("read_committed", consumer("group").get("isolation.level"));
        assertEquals("read_committed", consumer("table").get("isolation.level"));
        set(GROUP + "isolation.level", "read_uncommitted");
        assertEquals("read_uncommitted", consumer("group").get("isolation.level"));
    }

    @Test
    void onlyAChannelItselfCanJoinAGroup() {
        assertEquals("a-group", consumer("group").get("group.id"));
        assertNull(consumer("table").get("group.id"));
        assertFalse(ClientConfig.isInGroup(settings("table")));
        set(CONNECTOR + "group.id", "everybody");
        String message =
                assertThrows(ConfigurationException.class, () -> consumer("table")).getMessage();
        assertTrue(message.startsWith(CONNECTOR + "group.id=everybody"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka.", CONNECTOR, GROUP})
    void newerGroupProtocolIsSpokenWhereverItIsAskedFor(String place) {
        assertEquals(
                CooperativeStickyAssignor.class.getName(),
                consumer("group").get("partition.assignment.strategy"));
        set(place + "group.protocol", "consumer");
        assertEquals("consumer", consumer("group").get("group.protocol"));
        assertNull(consumer("group").get("partition.assignment.strategy"));
        assertNull(consumer("table").get("group.protocol"));
    }

    @Test
    void deliveryTimeoutFollowsTheRequestTimeoutUnlessBothAreSetAndDisagree() {
        assertEquals("30000", producer().get("delivery.timeout.ms"));
        set("kafka.request.timeout.ms", "60000");
        set(OUT + "linger.ms", "5");
        assertEquals("60005", producer().get("delivery.timeout.ms"));
        set(OUT + "delivery.timeout.ms", "60004");
        String message = assertThrows(ConfigurationException.class, this::producer).getMessage();
        assertTrue(message.startsWith(OUT + "delivery.timeout.ms=60004"), message);
        assertTrue(message.contains("kafka.request.timeout.ms=60000"), message);
        set(OUT + "delivery.timeout.ms", "60005");
        assertEquals("60005", producer().get("delivery.timeout.ms"));
    }

    @Test
    void requestTimeoutFollowsAShorterDeliveryTimeout() {
        set(OUT + "delivery.timeout.ms", "5000");
        set(OUT + "linger.ms", "100");
        assertEquals("4900", producer().get("request.timeout.ms"));
        set(OUT + "linger.ms", "5000");
        assertThrows(ConfigurationException.class, this::producer, "no time is left for it");
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 9000})
    void heartbeatThatComesTooSeldomIsRefusedWithBothNames(int heartbeat) {
        set("kafka.heartbeat.interval.ms", String.valueOf(heartbeat));
        set(GROUP + "session.timeout.ms", "8000");
        String message =
                assertThrows(ConfigurationException.class, () -> consumer("group")).getMessage();
        assertTrue(message.contains("kafka.heartbeat.interval.ms=" + heartbeat), message);
        assertTrue(message.contains(GROUP + "session.timeout.ms=8000"), message);
    }

    @Test
    void whatKafkaWouldRefuseIsRefusedWithTheChannelsName() {
        set(OUT + "max.in.flight.requests.per.connection", "9");
        String message = assertThrows(ConfigurationException.class, this::producer).getMessage();
        assertTrue(message.startsWith("Channel out: "), message);
        assertTrue(message.contains("max.in.flight.requests.per.connection"), message);
    }
}
