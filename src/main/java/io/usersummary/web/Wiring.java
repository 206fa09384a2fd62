package io.usersummary.web;

import io.usersummary.connector.ClientSettings;
import io.usersummary.topics.TopicsSettings;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the records are: the topics behind the channels and the broker that holds them. */
@Singleton
class Wiring {

    private final Stats.Topics topics;
    private final String group;
    private final ClientSettings clients;

    Wiring(
            TopicsSettings topics,
            @ConfigProperty(name = "mp.messaging.incoming.events.group.id") String group,
            ClientSettings clients) {
        this.topics = new Stats.Topics(topics.input(), topics.output(), topics.deadLetters());
        this.group = group;
        this.clients = clients;
    }

    Stats.Topics topics() {
        return topics;
    }

    /** The consumer group that reads the input topic. */
    String group() {
        return group;
    }

    /** How to ask the brokers of the input topic, with a client's own settings on top. */
    Map<String, Object> admin(Map<String, Object> own) {
        return clients.admin("events", own);
    }

    /** How to read from the brokers of the input topic, with a client's own settings on top. */
    Map<String, Object> consumer(Map<String, Object> own) {
        return clients.consumer("events", own);
    }
}
