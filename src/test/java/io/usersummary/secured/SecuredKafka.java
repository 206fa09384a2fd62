package io.usersummary.secured;

import io.usersummary.dev.EmbeddedKafka;
import io.usersummary.dev.Ports;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A real broker that lets nobody do what was not allowed, with one port for each way to speak to
 * it. The test itself comes in by the clear one, as a super user. Every call blocks until it is
 * done. Not thread-safe.
 */
final class SecuredKafka implements AutoCloseable {

    /** The ports. */
    enum Port {
        /** No encryption, no names: only for the test itself. */
        CLEAR("PLAINTEXT"),
        /** TLS, and a user with a password. */
        SCRAM("SASL_SSL"),
        /** TLS, and a token of an identity provider. */
        TOKEN("SASL_SSL"),
        /** TLS on both sides. */
        MUTUAL("SSL"),
        /** Its certificate is for another host. */
        ELSEWHERE("SSL"),
        /** Its certificate was valid until yesterday. */
        EXPIRED("SSL");

        private final String protocol;

        Port(String protocol) {
            this.protocol = protocol;
        }
    }

    /** Who the service is, by password and by certificate. */
    static final String USER = "summary";

    static final String SECRET = "summary-secret";

    /** Who the service is to the identity provider, with the same secret. */
    static final String CLIENT = "summary-client";

    static final String CERTIFIED = "CN=service";

    /**
     * The system property of Kafka that names the addresses where it may ask for tokens and keys.
     */
    static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

    private final Map<Port, Integer> ports = new EnumMap<>(Port.class);
    private final Certificates certificates;
    private final TokenEndpoint tokens;
    private final EmbeddedKafka kafka;
    private final Admin admin;

    SecuredKafka(Path directory) throws Exception {
        certificates = new Certificates(directory.resolve("certificates"));
        tokens = new TokenEndpoint(CLIENT, SECRET, USER);
        certificates.issue("broker", Certificates.AUTHORITY, "-1d", 3, "localhost");
        certificates.issue("elsewhere", Certificates.AUTHORITY, "-1d", 3, "elsewhere.example");
        certificates.issue("expired", Certificates.AUTHORITY, "-5d", 4, "localhost");
        certificates.issue("service", Certificates.AUTHORITY, "-1d", 3, null);
        for (Port port : Port.values()) {
            ports.put(port, Ports.free());
        }
        kafka =
                new EmbeddedKafka(
                        new EmbeddedKafka.Options(
                                ports.get(Port.CLEAR), directory.resolve("data"), properties()));
        kafka.deleteData();
        kafka.stopAtExit();
        kafka.start();
        admin = Admin.create(Map.of("bootstrap.servers", address(Port.CLEAR)));
        setPassword(SECRET);
    }

    private Map<String, String> properties() throws Exception {
        int controller = Ports.free();
        Map<String, String> all = new HashMap<>();
        all.put("controller.quorum.voters", "1@localhost:" + controller);
        all.put(
                "listeners",
                Arrays.stream(Port.values())
                                .map(port -> port + "://" + address(port))
                                .collect(Collectors.joining(","))
                        + ",CONTROLLER://localhost:"
                        + controller);
        all.put(
                "listener.security.protocol.map",
                Arrays.stream(Port.values())
                                .map(port -> port + ":" + port.protocol)
                                .collect(Collectors.joining(","))
                        + ",CONTROLLER:PLAINTEXT");
        all.put("inter.broker.listener.name", Port.CLEAR.name());
        all.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        all.put(
                "listener.name.scram.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        all.put("listener.name.token.sasl.enabled.mechanisms", "OAUTHBEARER");
        all.put(
                "listener.name.token.oauthbearer.sasl.jaas.config",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;");
        all.put(
                "listener.name.token.oauthbearer.sasl.server.callback.handler.class",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler");
        all.put("listener.name.token.sasl.oauthbearer.jwks.endpoint.url", tokens.keysUrl());
        // The broker runs in this process, and asks at no address that is not named here.
        System.setProperty(ALLOWED_URLS, tokens.keysUrl());
        all.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        all.put("super.users", "User:ANONYMOUS");
        serve(all, Port.SCRAM, "broker");
        serve(all, Port.TOKEN, "broker");
        serve(all, Port.MUTUAL, "broker");
        serve(all, Port.ELSEWHERE, "elsewhere");
        serve(all, Port.EXPIRED, "expired");
        all.put("listener.name.mutual.ssl.client.auth", "required");
        return all;
    }

    private void serve(Map<String, String> all, Port port, String alias) throws Exception {
        String prefix = "listener.name." + port.name().toLowerCase() + ".ssl.";
        all.put(prefix + "keystore.type", "PKCS12");
        all.put(prefix + "keystore.location", certificates.keyStore(alias).toString());
        all.put(prefix + "keystore.password", Certificates.PASSWORD);
        all.put(prefix + "key.password", Certificates.PASSWORD);
        all.put(prefix + "truststore.type", "PKCS12");
        all.put(
                prefix + "truststore.location",
                certificates.trustStore(Certificates.AUTHORITY).toString());
        all.put(prefix + "truststore.password", Certificates.PASSWORD);
    }

    String address(Port port) {
        return "localhost:" + ports.get(port);
    }

    Certificates certificates() {
        return certificates;
    }

    TokenEndpoint tokens() {
        return tokens;
    }

    void setPassword(String password) throws Exception {
        admin.alterUserScramCredentials(
                        List.of(
                                new UserScramCredentialUpsertion(
                                        USER,
                                        new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                                        password)))
                .all()
                .get();
    }

    void createTopics() throws Exception {
        admin.createTopics(
                        List.of(
                                new NewTopic("input_topic", 4, (short) 1),
                                new NewTopic("output_topic", 4, (short) 1)
                                        .configs(Map.of("cleanup.policy", "compact")),
                                new NewTopic("input_topic_dlq", 1, (short) 1)))
                .all()
                .get();
    }

    void deleteTopics() throws Exception {
        admin.deleteTopics(admin.listTopics().names().get()).all().get();
    }

    void allow(String principal, Right right) throws Exception {
        admin.createAcls(List.of(right.of(principal))).all().get();
    }

    void withdraw(String principal, Right right) throws Exception {
        admin.deleteAcls(List.of(right.of(principal).toFilter())).all().get();
    }

    /** Something that somebody may do. */
    record Right(ResourceType type, String name, AclOperation operation) {

        /** What the service needs, and nothing more, where the topics exist. */
        static final List<Right> LEAST =
                List.of(
                        new Right(ResourceType.TOPIC, "input_topic", AclOperation.READ),
                        new Right(ResourceType.TOPIC, "output_topic", AclOperation.READ),
                        new Right(ResourceType.TOPIC, "output_topic", AclOperation.WRITE),
                        new Right(ResourceType.TOPIC, "input_topic_dlq", AclOperation.WRITE),
                        new Right(ResourceType.GROUP, "user-summary", AclOperation.READ));

        private AclBinding of(String principal) {
            return new AclBinding(
                    new ResourcePattern(type, name, PatternType.LITERAL),
                    new AccessControlEntry(
                            "User:" + principal, "*", operation, AclPermissionType.ALLOW));
        }

        @Override
        public String toString() {
            return operation + " " + type + " " + name;
        }
    }

    /** Writes events of one user at these seconds. */
    void produce(String userId, long... seconds) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", address(Port.CLEAR)),
                        new StringSerializer(),
                        new StringSerializer())) {
            for (long second : seconds) {
                producer.send(
                                new ProducerRecord<>(
                                        "input_topic",
                                        userId,
                                        "{\"userId\":\"%s\",\"metadata\":{\"timestamp\":%d}}"
                                                .formatted(userId, second)))
                        .get();
            }
        }
    }

    /** The newest summary of every user. */
    Map<String, String> table() throws Exception {
        List<TopicPartition> partitions =
                List.of(0, 1, 2, 3).stream()
                        .map(p -> new TopicPartition("output_topic", p))
                        .toList();
        Map<String, String> table = new HashMap<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", address(Port.CLEAR)),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, String> record :
                        consumer.poll(java.time.Duration.ofMillis(100))) {
                    table.put(record.key(), record.value());
                }
            }
        }
        return table;
    }

    @Override
    public void close() {
        admin.close();
        kafka.stop();
        kafka.deleteData();
        tokens.close();
    }
}
