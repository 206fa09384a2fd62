package io.usersummary.connector;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;

/** The kinds of Kafka client, and the properties that each of them knows. */
enum ClientRole {
    CONSUMER(ConsumerConfig.configNames(), ConsumerConfig::new),
    PRODUCER(ProducerConfig.configNames(), ProducerConfig::new),
    ADMIN(AdminClientConfig.configNames(), AdminClientConfig::new);

    private static final Set<String> ALL = new TreeSet<>();

    static {
        for (ClientRole role : values()) {
            ALL.addAll(role.names);
        }
    }

    private final Set<String> names;
    private final Function<Map<String, Object>, AbstractConfig> parser;

    ClientRole(Set<String> names, Function<Map<String, Object>, AbstractConfig> parser) {
        this.names = names;
        this.parser = parser;
    }

    /** Every property that some client of Kafka knows. */
    static Set<String> allNames() {
        return ALL;
    }

    /** The properties that this client knows. */
    Set<String> names() {
        return names;
    }

    /** Whether this is a property of another client and not of this one. */
    boolean isForeign(String name) {
        return ALL.contains(name) && !names.contains(name);
    }

    /**
     * Reads a configuration as the client itself would.
     *
     * @throws org.apache.kafka.common.config.ConfigException if the client would refuse it
     */
    AbstractConfig parse(Map<String, Object> config) {
        return parser.apply(config);
    }
}
