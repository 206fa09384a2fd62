package io.usersummary.secured;

import io.usersummary.secured.SecuredKafka.Port;
import java.util.ArrayList;
import java.util.List;

/** Every way in which the service is told how to speak to a secured broker. */
enum Clients {
    /** Kafka's own properties, a PEM file, a user with a password. */
    KAFKA_PEM_SCRAM(Port.SCRAM) {
        @Override
        void add(List<String> settings, SecuredKafka kafka) throws Exception {
            settings.addAll(scram(SecuredKafka.SECRET));
            settings.add("kafka.ssl.truststore.type=PEM");
            settings.add(
                    "kafka.ssl.truststore.location="
                            + kafka.certificates().certificatePem(Certificates.AUTHORITY));
        }
    },
    /** Kafka's own properties, a PEM file, a token of an identity provider. */
    KAFKA_PEM_TOKEN(Port.TOKEN) {
        @Override
        void add(List<String> settings, SecuredKafka kafka) throws Exception {
            settings.addAll(token(kafka, SecuredKafka.SECRET));
            settings.add("kafka.ssl.truststore.type=PEM");
            settings.add(
                    "kafka.ssl.truststore.location="
                            + kafka.certificates().certificatePem(Certificates.AUTHORITY));
        }
    },
    /** Kafka's own properties, PKCS12 files, a certificate. */
    KAFKA_PKCS12_MUTUAL(Port.MUTUAL) {
        @Override
        void add(List<String> settings, SecuredKafka kafka) throws Exception {
            settings.add("kafka.security.protocol=SSL");
            settings.add("kafka.ssl.truststore.type=PKCS12");
            settings.add(
                    "kafka.ssl.truststore.location="
                            + kafka.certificates().trustStore(Certificates.AUTHORITY));
            settings.add("kafka.ssl.truststore.password=" + Certificates.PASSWORD);
            settings.add("kafka.ssl.keystore.type=PKCS12");
            settings.add("kafka.ssl.keystore.location=" + kafka.certificates().keyStore("service"));
            settings.add("kafka.ssl.keystore.password=" + Certificates.PASSWORD);
        }
    },
    /** Quarkus' TLS registry, PEM files, a certificate. */
    QUARKUS_PEM_MUTUAL(Port.MUTUAL) {
        @Override
        void add(List<String> settings, SecuredKafka kafka) throws Exception {
            settings.add("kafka.security.protocol=SSL");
            settings.add("kafka.tls-configuration-name=kafka");
            settings.add(
                    "quarkus.tls.kafka.trust-store.pem.certs="
                            + kafka.certificates().certificatePem(Certificates.AUTHORITY));
            settings.add(
                    "quarkus.tls.kafka.key-store.pem.0.cert="
                            + kafka.certificates().certificatePem("service"));
            settings.add(
                    "quarkus.tls.kafka.key-store.pem.0.key="
                            + kafka.certificates().keyPem("service"));
        }
    },
    /** Quarkus' TLS registry, a PKCS12 file, a user with a password. */
    QUARKUS_PKCS12_SCRAM(Port.SCRAM) {
        @Override
        void add(List<String> settings, SecuredKafka kafka) throws Exception {
            settings.addAll(scram(SecuredKafka.SECRET));
            settings.add("kafka.tls-configuration-name=kafka");
            settings.add(
                    "quarkus.tls.kafka.trust-store.p12.path="
                            + kafka.certificates().trustStore(Certificates.AUTHORITY));
            settings.add("quarkus.tls.kafka.trust-store.p12.password=" + Certificates.PASSWORD);
        }
    };

    private final Port port;

    Clients(Port port) {
        this.port = port;
    }

    abstract void add(List<String> settings, SecuredKafka kafka) throws Exception;

    /** Written as {@code key=value}. */
    List<String> settings(SecuredKafka kafka) throws Exception {
        List<String> settings = new ArrayList<>();
        settings.add("kafka.bootstrap.servers=" + kafka.address(port));
        add(settings, kafka);
        return settings;
    }

    /** Who the broker takes the service for. */
    String principal() {
        return port == Port.MUTUAL ? SecuredKafka.CERTIFIED : SecuredKafka.USER;
    }

    static List<String> scram(String password) {
        return List.of(
                "kafka.security.protocol=SASL_SSL",
                "kafka.sasl.mechanism=SCRAM-SHA-512",
                "kafka.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule"
                        + " required username=\"%s\" password=\"%s\";"
                                .formatted(SecuredKafka.USER, password));
    }

    static List<String> token(SecuredKafka kafka, String secret) {
        return List.of(
                "kafka.security.protocol=SASL_SSL",
                "kafka.sasl.mechanism=OAUTHBEARER",
                "kafka.sasl.jaas.config=org.apache.kafka.common.security.oauthbearer"
                        + ".OAuthBearerLoginModule required;",
                "kafka.sasl.login.callback.handler.class=org.apache.kafka.common.security"
                        + ".oauthbearer.OAuthBearerLoginCallbackHandler",
                "kafka.sasl.oauthbearer.jwt.validator.class=org.apache.kafka.common.security"
                        + ".oauthbearer.ClientJwtValidator",
                "kafka.sasl.oauthbearer.token.endpoint.url=" + kafka.tokens().tokensUrl(),
                "kafka.sasl.oauthbearer.client.credentials.client.id=" + SecuredKafka.CLIENT,
                "kafka.sasl.oauthbearer.client.credentials.client.secret=" + secret,
                SecuredKafka.ALLOWED_URLS + "=" + kafka.tokens().tokensUrl());
    }
}
