package io.usersummary.secured;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.PackagedApp;
import io.usersummary.secured.SecuredKafka.Port;
import io.usersummary.secured.SecuredKafka.Right;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What keeps the service from a broker is called by its name, and waited for. */
class ConnectionFaultsIT {

    /** Ten seconds on a machine that has nothing else to do. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static SecuredKafka kafka;

    @BeforeAll
    static void start() throws Exception {
        kafka = new SecuredKafka(Path.of("target", "secured-faults"));
        kafka.createTopics();
        kafka.certificates().issue("stranger-client", Certificates.STRANGER, "-1d", 3, null);
        for (Right right : Right.LEAST) {
            kafka.allow(SecuredKafka.USER, right);
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void aWrongPasswordIsNamedAndWaitedForUntilItIsRight() throws Exception {
        List<String> settings = new ArrayList<>(Clients.scram("mistyped"));
        settings.addAll(trusting(Certificates.AUTHORITY));
        try (PackagedApp app = start(Port.SCRAM, settings)) {
            awaitNamed(app, "does not know this user or password", "kafka.sasl.jaas.config");
            kafka.setPassword("mistyped");
            await().atMost(PATIENCE).until(() -> app.get("/q/health/ready").statusCode() == 200);
            kafka.produce("late", 2, 1);
            await().atMost(PATIENCE).until(() -> kafka.table().containsKey("late"));
            kafka.setPassword(SecuredKafka.SECRET);
        }
    }

    @Test
    void aWrongSecretOfTheTokensClientIsNamed() throws Exception {
        List<String> settings = trusting(Certificates.AUTHORITY);
        settings.addAll(Clients.token(kafka, "mistyped"));
        check(Port.TOKEN, settings, "gives this service no token", "client.secret");
    }

    @Test
    void aTokenEndpointThatIsAwayIsNamed() throws Exception {
        List<String> settings = trusting(Certificates.AUTHORITY);
        settings.addAll(Clients.token(kafka, SecuredKafka.SECRET));
        settings.replaceAll(s -> s.replace(kafka.tokens().tokensUrl(), "http://localhost:1/"));
        check(Port.TOKEN, settings, "gives this service no token", "refused");
    }

    @Test
    void aMechanismThatTheBrokerDoesNotHaveIsNamed() throws Exception {
        List<String> settings = trusting(Certificates.AUTHORITY);
        settings.add("kafka.security.protocol=SASL_SSL");
        settings.add("kafka.sasl.mechanism=PLAIN");
        settings.add(
                "kafka.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule"
                        + " required username=\"summary\" password=\"x\";");
        check(Port.SCRAM, settings, "SCRAM-SHA-512", "kafka.sasl.mechanism");
    }

    @Test
    void anAuthorityThatIsNotTrustedIsNamed() throws Exception {
        List<String> settings = trusting(Certificates.STRANGER);
        settings.addAll(Clients.scram(SecuredKafka.SECRET));
        check(Port.SCRAM, settings, "authority that is not trusted", "kafka.ssl.truststore");
    }

    @Test
    void aCertificateForAnotherHostIsNamed() throws Exception {
        List<String> settings = trusting(Certificates.AUTHORITY);
        settings.add("kafka.security.protocol=SSL");
        check(Port.ELSEWHERE, settings, "certificate is for another host", "localhost");
    }

    @Test
    void anExpiredCertificateIsNamed() throws Exception {
        List<String> settings = trusting(Certificates.AUTHORITY);
        settings.add("kafka.security.protocol=SSL");
        check(Port.EXPIRED, settings, "broker's certificate has expired");
    }

    @Test
    void aClientCertificateThatTheBrokerDoesNotTrustIsNamed() throws Exception {
        List<String> settings = trusting(Certificates.AUTHORITY);
        settings.add("kafka.security.protocol=SSL");
        settings.add("kafka.ssl.keystore.type=PKCS12");
        settings.add(
                "kafka.ssl.keystore.location=" + kafka.certificates().keyStore("stranger-client"));
        settings.add("kafka.ssl.keystore.password=" + Certificates.PASSWORD);
        check(Port.MUTUAL, settings, "refuses this service's certificate");
    }

    @Test
    void aPortThatSpeaksTlsIsNamedToAServiceThatDoesNot() throws Exception {
        check(Port.SCRAM, List.of(), "speaks TLS", "kafka.security.protocol=PLAINTEXT does not");
    }

    @Test
    void aPortThatDoesNotSpeakTlsIsNamedToAServiceThatDoes() throws Exception {
        List<String> settings = trusting(Certificates.AUTHORITY);
        settings.add("kafka.security.protocol=SSL");
        check(Port.CLEAR, settings, "does not speak TLS", "kafka.security.protocol=SSL does");
    }

    private static void check(Port port, List<String> settings, String... words) throws Exception {
        try (PackagedApp app = start(port, settings)) {
            awaitNamed(app, words);
            // The page's own clients have the same trouble, and must not make more of it.
            assertEquals(200, app.get("/api/stats").statusCode());
            assertEquals(200, app.get("/q/health/live").statusCode());
            assertFalse(app.output().contains("\tat "), app.output());
        }
    }

    private static PackagedApp start(Port port, List<String> settings) throws Exception {
        List<String> all = new ArrayList<>(settings);
        all.add("kafka.bootstrap.servers=" + kafka.address(port));
        PackagedApp app = PackagedApp.start(all.toArray(String[]::new));
        app.awaitListening();
        return app;
    }

    private static List<String> trusting(String authority) throws Exception {
        List<String> settings = new ArrayList<>();
        settings.add("kafka.ssl.truststore.type=PEM");
        settings.add(
                "kafka.ssl.truststore.location=" + kafka.certificates().certificatePem(authority));
        return settings;
    }

    private static void awaitNamed(PackagedApp app, String... words) {
        try {
            await().atMost(SOON)
                    .untilAsserted(
                            () -> {
                                String ready = app.get("/q/health/ready").body();
                                for (String word : words) {
                                    assertTrue(ready.contains(word), ready);
                                    assertTrue(app.output().contains(word), app.output());
                                }
                            });
        } catch (RuntimeException e) {
            throw new AssertionError(app.output(), e);
        }
    }
}
