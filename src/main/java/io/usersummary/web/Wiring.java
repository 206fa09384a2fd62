package io.usersummary.web;

import io.usersummary.connector.ClientSettings;
import io.usersummary.event.EventShape;
import io.usersummary.topics.TopicsSettings;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the records are, and what they look like: the topics behind the channels, the broker. */
@Singleton
class Wiring {

    private final Stats.Topics topics;
    private final String group;
    private final ClientSettings clients;
    private final EventShape shape;
    private final io.usersummary.topics.Topics broker;

    Wiring(
            TopicsSettings topics,
            @ConfigProperty(name = "mp.messaging.incoming.events.group.id") String group,
            ClientSettings clients,
            EventShape shape,
            io.usersummary.topics.Topics broker) {
        this.topics = new Stats.Topics(topics.input(), topics.output(), topics.deadLetters());
        this.group = group;
        this.clients = clients;
        this.shape = shape;
        this.broker = broker;
    }

    /**
     * Whether a broker was reached and let the service in. Before that another client would fare no
     * better, and one without TLS that speaks to a port with it would want 350 MB for the answer.
     */
    boolean brokerIsKnown() {
        return broker.areReady();
    }

    Stats.Topics topics() {
        return topics;
    }

    /** What the events of the input topic look like. */
    EventShape shape() {
        return shape;
    }

    /** Where Kafka is, for people to copy. */
    String brokers() {
        return clients.bootstrapServers("events");
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
