package io.usersummary.connector;

import io.quarkus.kafka.client.tls.QuarkusKafkaSslEngineFactory;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.SSLEngine;

/**
 * Looks at each connection whether Quarkus has read the certificates anew since the last one, and
 * goes on with the new ones. Kafka makes one of these for each client, by its name, and calls it on
 * the client's network thread.
 */
@RegisterForReflection
public final class RenewedTlsEngines extends QuarkusKafkaSslEngineFactory {

    private Map<String, ?> configs;
    private KeyStore keys;
    private KeyStore trusted;

    @Override
    public void configure(Map<String, ?> configs) {
        super.configure(configs);
        this.configs = configs;
        this.keys = keystore();
        this.trusted = truststore();
    }

    @Override
    public SSLEngine createClientSslEngine(String host, int port, String identification) {
        if (keystore() != keys || truststore() != trusted) {
            configure(configs);
        }
        return super.createClientSslEngine(host, port, identification);
    }
}
