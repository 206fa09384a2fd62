package io.usersummary.connector;

import io.quarkus.kafka.client.tls.QuarkusKafkaSslEngineFactory;
import io.smallrye.reactive.messaging.ClientCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.apache.kafka.common.config.SslConfigs;
import org.eclipse.microprofile.config.Config;

/**
 * Lets clients that have a TLS configuration of Quarkus connect with what it holds at that moment,
 * so that renewed certificates need no restart.
 */
@ApplicationScoped
class RenewedTls implements ClientCustomizer<Map<String, Object>> {

    private static final String QUARKUS = QuarkusKafkaSslEngineFactory.class.getName();

    @Override
    public Map<String, Object> customize(
            String channel, Config attributes, Map<String, Object> client) {
        if (QUARKUS.equals(client.get(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG))) {
            client.put(
                    SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, RenewedTlsEngines.class.getName());
        }
        return client;
    }

    /** After Quarkus' own customizer, which comes at the default priority. */
    @Override
    public int getPriority() {
        return CLIENT_CONFIG_CUSTOMIZER_DEFAULT_PRIORITY + 1;
    }
}
