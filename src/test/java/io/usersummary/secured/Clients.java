package io.usersummary.secured;

import io.usersummary.secured.SecuredKafka.Port;
import java.util.ArrayList;
import java.util.List;

/** Every way in which the service is told how to speak to a secured broker. */
enum Clients {
    /** Kafka's own properties, a PEM file, a user with a password. */
    KAFKA_PEM_SCRAM(Port.SCRAM) {
        @Override
        void add(List<String> settings, Certificates certificates) throws Exception {
            settings.addAll(scram(SecuredKafka.SECRET));
            settings.add("kafka.ssl.truststore.type=PEM");
            settings.add(
                    "kafka.ssl.truststore.location="
                            + certificates.certificatePem(Certificates.AUTHORITY));
        }
    },
    /** Kafka's own properties, PKCS12 files, a certificate. */
    KAFKA_PKCS12_MUTUAL(Port.MUTUAL) {
        @Override
        void add(List<String> settings, Certificates certificates) throws Exception {
            settings.add("kafka.security.protocol=SSL");
            settings.add("kafka.ssl.truststore.type=PKCS12");
            settings.add(
                    "kafka.ssl.truststore.location="
                            + certificates.trustStore(Certificates.AUTHORITY));
            settings.add("kafka.ssl.truststore.password=" + Certificates.PASSWORD);
            settings.add("kafka.ssl.keystore.type=PKCS12");
            settings.add("kafka.ssl.keystore.location=" + certificates.keyStore("service"));
            settings.add("kafka.ssl.keystore.password=" + Certificates.PASSWORD);
        }
    },
    /** Quarkus' TLS registry, PEM files, a certificate. */
    QUARKUS_PEM_MUTUAL(Port.MUTUAL) {
        @Override
        void add(List<String> settings, Certificates certificates) throws Exception {
            settings.add("kafka.security.protocol=SSL");
            settings.add("kafka.tls-configuration-name=kafka");
            settings.add(
                    "quarkus.tls.kafka.trust-store.pem.certs="
                            + certificates.certificatePem(Certificates.AUTHORITY));
            settings.add(
                    "quarkus.tls.kafka.key-store.pem.0.cert="
                            + certificates.certificatePem("service"));
            settings.add("quarkus.tls.kafka.key-store.pem.0.key=" + certificates.keyPem("service"));
        }
    },
    /** Quarkus' TLS registry, a PKCS12 file, a user with a password. */
    QUARKUS_PKCS12_SCRAM(Port.SCRAM) {
        @Override
        void add(List<String> settings, Certificates certificates) throws Exception {
            settings.addAll(scram(SecuredKafka.SECRET));
            settings.add("kafka.tls-configuration-name=kafka");
            settings.add(
                    "quarkus.tls.kafka.trust-store.p12.path="
                            + certificates.trustStore(Certificates.AUTHORITY));
            settings.add("quarkus.tls.kafka.trust-store.p12.password=" + Certificates.PASSWORD);
        }
    };

    private final Port port;

    Clients(Port port) {
        this.port = port;
    }

    abstract void add(List<String> settings, Certificates certificates) throws Exception;

    /** Written as {@code key=value}. */
    List<String> settings(SecuredKafka kafka) throws Exception {
        List<String> settings = new ArrayList<>();
        settings.add("kafka.bootstrap.servers=" + kafka.address(port));
        add(settings, kafka.certificates());
        return settings;
    }

    /** Who the broker takes the service for. */
    String principal() {
        return port == Port.SCRAM ? SecuredKafka.USER : SecuredKafka.CERTIFIED;
    }

    static List<String> scram(String password) {
        return List.of(
                "kafka.security.protocol=SASL_SSL",
                "kafka.sasl.mechanism=SCRAM-SHA-512",
                "kafka.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule"
                        + " required username=\"%s\" password=\"%s\";"
                                .formatted(SecuredKafka.USER, password));
    }
}
