package io.usersummary.web;

import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the records are: the topics behind the channels and the broker that holds them. */
@Singleton
class Wiring {

    private final Stats.Topics topics;
    private final String group;
    private final Map<String, Object> broker;

    Wiring(
            @ConfigProperty(name = "mp.messaging.incoming.events.topic") String input,
            @ConfigProperty(name = "mp.messaging.outgoing.summaries.topic") String output,
            @ConfigProperty(name = "mp.messaging.outgoing.dead-letters.topic") String deadLetters,
            @ConfigProperty(name = "mp.messaging.incoming.events.group.id") String group,
            @Identifier("default-kafka-broker") Map<String, Object> broker) {
        this.topics = new Stats.Topics(input, output, deadLetters);
        this.group = group;
        this.broker = broker;
    }

    Stats.Topics topics() {
        return topics;
    }

    /** The consumer group that reads the input topic. */
    String group() {
        return group;
    }

    /** The broker's address and security settings, with a client's own settings on top. */
    Map<String, Object> client(Map<String, Object> own) {
        Map<String, Object> client = new HashMap<>(broker);
        client.putAll(own);
        return client;
    }
}
