package io.usersummary.connector;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.apache.kafka.common.config.ConfigException;
import org.eclipse.microprofile.config.Config;

/**
 * Reads the configuration of all of this connector's channels before any of them is made, so that
 * what cannot be right ends the start with one sentence, and names what looks like a slip.
 */
@ApplicationScoped
class ConnectorCheck {

    private static final String CONNECTOR = ".connector";

    private final Config config;
    private final ChannelConfig.Reader reader;
    private final UnknownNames unknown = new UnknownNames();

    ConnectorCheck(Config config, ChannelConfig.Reader reader) {
        this.config = config;
        this.reader = reader;
    }

    /** Runs ahead of the messaging layer, which makes the channels at its own start. */
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        for (String name : config.getPropertyNames()) {
            if (name.endsWith(CONNECTOR)
                    && config.getOptionalValue(name, String.class)
                            .filter(BatchConnector.NAME::equals)
                            .isPresent()) {
                if (name.startsWith(Attributes.INCOMING)) {
                    check(channel(name, Attributes.INCOMING), ClientRole.CONSUMER);
                } else if (name.startsWith(Attributes.OUTGOING)) {
                    check(channel(name, Attributes.OUTGOING), ClientRole.PRODUCER);
                }
            }
        }
    }

    private static String channel(String name, String prefix) {
        String channel = name.substring(prefix.length(), name.length() - CONNECTOR.length());
        return channel.replace("\"", "");
    }

    private void check(String channel, ClientRole role) {
        Config attributes = Attributes.of(channel, config).orElseThrow();
        ChannelConfig checked =
                role == ClientRole.CONSUMER
                        ? reader.incoming(attributes)
                        : reader.outgoing(attributes);
        unknown.tell(reader.settings(attributes), role);
        try {
            role.parse(checked.client());
        } catch (ConfigException e) {
            throw new ConfigurationException("Channel " + channel + ": " + e.getMessage());
        }
    }
}
