package io.usersummary.topics;

import io.usersummary.connector.ClientSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
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

    /**
     * @param clients how the channels reach the broker
     */
    TopicCreator(ClientSettings clients, TopicPlan plan) {
        this.client = AdminConfig.of(clients, "user-summary-topics", 5_000, 5_000);
        this.plan = plan;
    }

    /** No broker could be asked, or it was not ready to answer: worth another attempt. */
    static final class UnreachableException extends Exception {
        UnreachableException(Throwable cause) {
            super(cause);
        }
    }

    /** The broker will not have it, for now; the message tells a person what to do. */
    static final class RefusedException extends Exception {
        RefusedException(String message) {
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

    /** Creates what is missing and warns of an output topic that forgets. */
    void createMissing()
            throws UnreachableException, RefusedException, UnusableException, InterruptedException {
        Admin admin = connect();
        try {
            Set<String> existing = ask(admin.listTopics().names());
            create(
                    admin,
                    plan.topics().stream().filter(t -> !existing.contains(t.name())).toList());
            if (plan.compacted().filter(existing::contains).isPresent()) {
                warnUnlessCompacted(admin, plan.compacted().get());
            }
        } catch (KafkaException e) {
            throw new RefusedException(
                    "Kafka at %s refuses to list its topics: %s"
                            .formatted(bootstrapServers(), e.getMessage()));
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private Admin connect() throws UnreachableException, UnusableException {
        try {
            return Admin.create(client);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof ConfigException && cause.getMessage().contains("resolvable")) {
                throw new UnreachableException(cause);
            }
            throw new UnusableException(
                    "Kafka cannot be used with these settings: " + cause.getMessage());
        }
    }

    private void create(Admin admin, List<NewTopic> missing)
            throws UnreachableException, RefusedException, InterruptedException {
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
            throw new RefusedException(refusal(refused, reasons));
        }
    }

    private String refusal(List<NewTopic> refused, List<String> reasons) {
        return "Kafka at %s refuses to create %s: %s. This is waited for; create what is missing, or give the right to:%n%s"
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
                    "Topic %s has cleanup.policy=%s: summaries in it will be lost one day."
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
