package io.usersummary.connector;

import io.smallrye.reactive.messaging.providers.impl.ConnectorConfig;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * A channel's attributes as a connector is given them, for those who need them before the channel
 * is made: the channel's own, which fall back on those of its connector.
 */
final class Attributes extends ConnectorConfig {

    static final String INCOMING = "mp.messaging.incoming.";
    static final String OUTGOING = "mp.messaging.outgoing.";

    static final String TOPIC = "topic";
    static final String TOPICS = "topics";
    static final String GRACE = "grace";
    static final String STEP_OVER = "step-over";
    static final String HEALTH_ENABLED = "health-enabled";
    static final String CLIENT_ID_PREFIX = "client-id-prefix";
    static final String CONCURRENCY = "concurrency";
    static final String TLS_CONFIGURATION = "tls-configuration-name";

    /**
     * What is no property of a client: this connector's attributes, those of every channel, and two
     * that Quarkus gives all channels in dev mode and tests.
     */
    static final Set<String> OWN =
            Set.of(
                    TOPIC,
                    TOPICS,
                    GRACE,
                    STEP_OVER,
                    HEALTH_ENABLED,
                    CLIENT_ID_PREFIX,
                    "kafka-configuration",
                    "connector",
                    "type",
                    "channel-name",
                    "enabled",
                    "broadcast",
                    "merge",
                    CONCURRENCY,
                    "pausable",
                    "initially-paused",
                    "paused",
                    "late-subscription",
                    "buffer-size",
                    "buffer-strategy",
                    "close-timeout",
                    "graceful-shutdown");

    private Attributes(String prefix, Config config, String channel) {
        super(prefix, config, channel);
    }

    /** The attributes of a channel; empty if there is no such channel with a connector. */
    static Optional<Config> of(String channel, Config config) {
        for (String prefix : new String[] {INCOMING, OUTGOING}) {
            if (config.getOptionalValue(prefix + channel + ".connector", String.class)
                    .isPresent()) {
                return Optional.of(new Attributes(prefix, config, channel));
            }
        }
        return Optional.empty();
    }
}
