package io.usersummary.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.usersummary.topics.TopicPlan;
import io.usersummary.topics.TopicsSettings;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DevKafkaTest {
    private static final String ADDRESS = "kafka.bootstrap.servers";

    private String before;

    @BeforeEach
    void forgetTheAddress() {
        before = System.getProperty(ADDRESS);
        System.clearProperty(ADDRESS);
    }

    @AfterEach
    void restoreTheAddress() {
        if (before == null) {
            System.clearProperty(ADDRESS);
        } else {
            System.setProperty(ADDRESS, before);
        }
    }

    @Test
    void aGivenAddressIsLeftAlone() {
        System.setProperty(ADDRESS, "somewhere:9092");
        assertEquals(Map.of(), provided(0));
        assertEquals("somewhere:9092", System.getProperty(ADDRESS));
    }

    @Test
    void theBrokerMovesOverForATakenPortAndOutlivesAReloadWithItsData() throws Exception {
        Map<String, Object> first;
        try (ServerSocket taken = new ServerSocket(0)) {
            first = provided(taken.getLocalPort());
            assertNotEquals("localhost:" + taken.getLocalPort(), first.get("bootstrap.servers"));
        }
        assertEquals(System.getProperty(ADDRESS), first.get("bootstrap.servers"));
        try (Admin admin = Admin.create(first)) {
            admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
            Map<String, Object> afterReload = provided(0);
            assertEquals(first, afterReload);
            assertEquals(Set.of("kept"), admin.listTopics().names().get());
        }
    }

    @Test
    void anApplicationWithoutKafkaChannelsGetsNoBroker() {
        assertEquals(Map.of(), provided(0, Map.of()));
        assertFalse(System.getProperties().containsKey(ADDRESS));
    }

    private static Map<String, Object> provided(int usualPort) {
        return provided(
                usualPort,
                Map.of(
                        "mp.messaging.incoming.events.connector", "kafka-batch",
                        "mp.messaging.incoming.events.topic", "input_topic"));
    }

    /** What the application's Kafka clients are told by a bean as new as after a reload. */
    private static Map<String, Object> provided(int usualPort, Map<String, String> channels) {
        SmallRyeConfig config =
                new SmallRyeConfigBuilder()
                        .addSystemSources()
                        // Above system properties, where other tests may have left connectors.
                        .withSources(new PropertiesConfigSource(channels, "channels", 500))
                        .withMapping(TopicsSettings.class)
                        .build();
        Map<String, Object> clientDefaults = new HashMap<>();
        TopicPlan plan = new TopicPlan(config, config.getConfigMapping(TopicsSettings.class));
        DevKafka bean = new DevKafka(config, plan, clientDefaults);
        bean.usualPort = usualPort;
        bean.provide(new StartupEvent());
        return clientDefaults;
    }
}
