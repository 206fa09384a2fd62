package io.usersummary.topics;

import io.usersummary.connector.ClientFault;
import io.usersummary.connector.ClientSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/** Creates the topics that are missing. Its methods block; each call is one attempt. */
final class TopicCreator {
    private static final Logger LOG = Logger.getLogger(TopicCreator.class);

    private final Map<String, Object> client;
    private final TopicPlan plan;
    private final Rights rights;
    private final PortCheck ports;

    /**
     * @param clients how the channels reach the broker
     */
    TopicCreator(ClientSettings clients, TopicPlan plan, Rights rights) {
        this.client = AdminConfig.of(clients, "user-summary-topics", 5_000, 5_000);
        this.plan = plan;
        this.rights = rights;
        this.ports = new PortCheck(client);
    }

    /** No broker could be asked, or it was not ready to answer: worth another attempt. */
    static final class UnreachableException extends Exception {
        UnreachableException(Throwable cause) {
            super(cause);
        }
    }

    /** The broker will not have it, for now; the message tells a person what to do. */
    static final class TopicCreationException extends Exception {
        TopicCreationException(String message) {
            super(message);
        }
    }

    /** With these settings no broker can ever be asked. */
    static final class UnusableException extends Exception {
        UnusableException(String message) {
            super(message);
        }
    }

    /** Where the broker is looked for, {@code host:port}, several separated by commas. */
    String bootstrapServers() {
        return client.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG).toString();
    }

    /** Creates what is missing, looks at the rights, and warns of an output topic that forgets. */
    void createMissing()
            throws UnreachableException,
                    TopicCreationException,
                    UnusableException,
                    InterruptedException {
        if (!ports.expectsTls()) {
            refuseWrongPorts();
        }
        Admin admin = connect();
        try {
            prepare(admin);
        } catch (UnreachableException e) {
            if (ports.expectsTls()) {
                refuseWrongPorts();
            }
            throw e;
        } catch (KafkaException e) {
            throw new TopicCreationException(
                    "Kafka at %s does not let this service in: %s"
                            .formatted(bootstrapServers(), ClientFault.describe(e)));
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private void refuseWrongPorts() throws TopicCreationException {
        Optional<String> mismatch = ports.mismatch();
        if (mismatch.isPresent()) {
            throw new TopicCreationException("Kafka cannot be spoken to: " + mismatch.get());
        }
    }

    private void prepare(Admin admin)
            throws UnreachableException, TopicCreationException, InterruptedException {
        Set<String> existing = ask(admin.listTopics().names());
        List<Right> lacking = rights.missing(admin);
        // A topic that may not be looked at may well be there.
        Set<String> hidden = lacking.stream().map(Right::name).collect(Collectors.toSet());
        create(
                admin,
                plan.topics().stream()
                        .filter(t -> !existing.contains(t.name()) && !hidden.contains(t.name()))
                        .toList());
        if (!lacking.isEmpty()) {
            throw new TopicCreationException(rights.refusal(lacking));
        }
        if (plan.compacted().filter(existing::contains).isPresent()) {
            warnUnlessCompacted(admin, plan.compacted().get());
        }
    }

    private Admin connect() throws UnreachableException, UnusableException {
        try {
            return Admin.create(client);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (ClientFault.mayPass(cause)) {
                throw new UnreachableException(cause);
            }
            throw new UnusableException(
                    "Kafka cannot be used with these settings: " + ClientFault.describe(cause));
        }
    }

    private void create(Admin admin, List<NewTopic> missing)
            throws UnreachableException, TopicCreationException, InterruptedException {
        List<NewTopic> refused = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        var results = admin.createTopics(missing).values();
        for (NewTopic topic : missing) {
            try {
                ask(results.get(topic.name()));
                LOG.infof("Created topic %s", topic.name());
            } catch (TopicExistsException e) {
                LOG.debugf("Topic %s was created by somebody else just now", topic.name());
            } catch (KafkaException e) {
                refused.add(topic);
                reasons.add(e.getMessage());
            }
        }
        if (!refused.isEmpty()) {
            throw new TopicCreationException(refusal(refused, reasons));
        }
    }

    private String refusal(List<NewTopic> refused, List<String> reasons) {
        return "Kafka at %s refuses to create %s: %s. Retrying. Create what is missing, or grant the right to:%n%s"
                .formatted(
                        bootstrapServers(),
                        refused.stream().map(NewTopic::name).collect(Collectors.joining(", ")),
                        reasons.stream().distinct().collect(Collectors.joining("; ")),
                        refused.stream()
                                .map(t -> "  " + TopicPlan.createCommand(bootstrapServers(), t))
                                .collect(Collectors.joining("\n")));
    }

    private void warnUnlessCompacted(Admin admin, String topic)
            throws UnreachableException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        String policy;
        try {
            policy =
                    ask(admin.describeConfigs(List.of(resource)).all())
                            .get(resource)
                            .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                            .value();
        } catch (KafkaException e) {
            LOG.debugf("Cannot see whether topic %s is compacted: %s", topic, e.getMessage());
            return;
        }
        if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            LOG.warnf(
                    "Topic %s has cleanup.policy=%s: summaries in it will be deleted by retention."
                            + " To keep the newest one of every user:%n"
                            + "  kafka-configs.sh --bootstrap-server %s --alter --entity-type topics"
                            + " --entity-name %s --add-config cleanup.policy=compact",
                    topic, policy, bootstrapServers(), topic);
        }
    }

    private static <T> T ask(KafkaFuture<T> answer)
            throws UnreachableException, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                throw new UnreachableException(e.getCause());
            }
            if (e.getCause() instanceof KafkaException known) {
                throw known;
            }
            throw new KafkaException(e.getCause());
        }
    }
}
