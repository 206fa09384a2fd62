package io.usersummary.connector;

import io.smallrye.reactive.messaging.ClientCustomizer;
import io.smallrye.reactive.messaging.providers.helpers.ConfigUtils;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
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
    private final Instance<Map<String, Object>> beans;
    private final Instance<ClientCustomizer<Map<String, Object>>> customizers;

    ClientSettings(
            Config config,
            @Any Instance<Map<String, Object>> beans,
            @Any Instance<ClientCustomizer<Map<String, Object>>> customizers) {
        this.config = config;
        this.beans = beans;
        this.customizers = customizers;
    }

    /**
     * The strongest setting of a property or attribute.
     *
     * @return empty if it is set nowhere, or if there is no such channel
     */
    public Optional<Setting> find(String channel, String name) {
        return Attributes.of(channel, config)
                .map(attributes -> ChannelSettings.of(attributes, beans).all().get(name));
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
        Config attributes = attributes(channel);
        Map<String, Object> client = ClientConfig.admin(ChannelSettings.of(attributes, beans));
        client.putAll(own);
        return ConfigUtils.customize(attributes, customizers, client);
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
        Config attributes = attributes(channel);
        Map<String, Object> client =
                ClientConfig.producer(channel, ChannelSettings.of(attributes, beans));
        client.putAll(own);
        return ConfigUtils.customize(attributes, customizers, client);
    }

    private Config attributes(String channel) {
        return Attributes.of(channel, config)
                .orElseThrow(() -> new IllegalArgumentException("no channel " + channel));
    }
}
