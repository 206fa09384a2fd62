package io.usersummary.connector;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.eclipse.microprofile.config.Config;

/**
 * What was set for a channel, for those who need a client beside the channel's own: to administer
 * its topic, or to look at it. Such a client goes to the same brokers in the same way, by the same
 * rights, and passes through the same customizers. Thread-safe.
 */
@ApplicationScoped
public class ClientSettings {

    private final Config config;
    private final ChannelConfig.Reader reader;

    ClientSettings(Config config, ChannelConfig.Reader reader) {
        this.config = config;
        this.reader = reader;
    }

    /**
     * The strongest setting of a property or attribute.
     *
     * @return empty if it is set nowhere, or if there is no such channel
     */
    public Optional<Setting> find(String channel, String name) {
        return Attributes.of(channel, config)
                .map(attributes -> reader.settings(attributes).all().get(name));
    }

    /** Where the channel's brokers are, {@code host:port}, several separated by commas. */
    public String bootstrapServers(String channel) {
        return find(channel, CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)
                .map(Setting::text)
                .orElse(ClientConfig.DEFAULT_BOOTSTRAP_SERVERS);
    }

    /**
     * The configuration of an administration client: every property that such a client knows, as it
     * was set for the channel.
     *
     * @param own what the client's user sets, which nothing overrides
     */
    public Map<String, Object> admin(String channel, Map<String, Object> own) {
        return reader.admin(attributes(channel), own);
    }

    /**
     * The configuration of a consumer that looks at the channel's topic: it connects as an
     * administration client would. How the channel fetches, and its group, are its own matter.
     *
     * @param own what the client's user sets, which nothing overrides
     */
    public Map<String, Object> consumer(String channel, Map<String, Object> own) {
        Map<String, Object> client = admin(channel, own);
        client.keySet().removeIf(ClientRole.CONSUMER::isForeign);
        return client;
    }

    /**
     * The configuration of a producer that writes as the outgoing channel does, to whatever topic.
     *
     * @param own what the client's user sets, which nothing overrides
     */
    public Map<String, Object> producer(String channel, Map<String, Object> own) {
        return reader.producer(attributes(channel), own);
    }

    private Config attributes(String channel) {
        return Attributes.of(channel, config)
                .orElseThrow(() -> new IllegalArgumentException("no channel " + channel));
    }
}
