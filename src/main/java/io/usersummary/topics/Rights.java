package io.usersummary.topics;

import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.usersummary.connector.ClientSettings;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.eclipse.microprofile.config.Config;

/**
 * The least rights with which the service does its work where the topics exist, and which of them
 * are missing: asked of the broker at once, so that a person is told all of it and not one thing
 * after the other.
 */
@Singleton
class Rights {

    private static final Pattern USER = Pattern.compile("username=[\"']([^\"']+)[\"']");
    private static final DescribeTopicsOptions WITH_RIGHTS =
            new DescribeTopicsOptions().includeAuthorizedOperations(true);

    private final List<Right> needed;
    private final Optional<String> group;
    private final String bootstrapServers;
    private final String principal;

    Rights(TopicPlan plan, TopicsSettings topics, Config config, ClientSettings clients) {
        group = config.getOptionalValue("mp.messaging.incoming.events.group.id", String.class);
        needed = needed(topics, config.getOptionalValue("generator.enabled", Boolean.class));
        needed.removeIf(
                right -> plan.topics().stream().noneMatch(t -> t.name().equals(right.name())));
        bootstrapServers = clients.bootstrapServers("events");
        principal = principal(clients);
    }

    private static List<Right> needed(TopicsSettings topics, Optional<Boolean> generator) {
        List<Right> needed = new ArrayList<>();
        needed.add(Right.onTopic(READ, topics.input()));
        if (generator.orElse(false)) {
            needed.add(Right.onTopic(WRITE, topics.input()));
        }
        needed.add(Right.onTopic(READ, topics.output()));
        needed.add(Right.onTopic(WRITE, topics.output()));
        needed.add(Right.onTopic(WRITE, topics.deadLetters()));
        return needed;
    }

    /** Who the broker takes the service for, as far as the settings tell. */
    private static String principal(ClientSettings clients) {
        Matcher user =
                clients.find("events", SaslConfigs.SASL_JAAS_CONFIG)
                        .map(setting -> USER.matcher(setting.text()))
                        .orElseGet(() -> USER.matcher(""));
        if (user.find()) {
            return "User:" + user.group(1);
        }
        return clients.find("events", CommonClientConfigs.SECURITY_PROTOCOL_CONFIG)
                        .filter(protocol -> protocol.text().equals("SSL"))
                        .isPresent()
                ? "\"User:<the subject of this service's certificate>\""
                : "User:<this service>";
    }

    /**
     * Which rights are missing. A broker that does not tell, or does not answer, counts as one that
     * gives them all: whoever needs one will be told.
     */
    List<Right> missing(Admin admin) throws InterruptedException {
        Set<String> topics = needed.stream().map(Right::name).collect(Collectors.toSet());
        Map<String, KafkaFuture<TopicDescription>> answers =
                admin.describeTopics(topics, WITH_RIGHTS).topicNameValues();
        List<Right> missing = new ArrayList<>();
        for (Right right : needed) {
            if (isMissing(right.operation(), answers.get(right.name()))) {
                missing.add(right);
            }
        }
        if (group.isPresent() && !needed.isEmpty() && isGroupRefused(admin, group.get())) {
            missing.add(Right.onGroup(READ, group.get()));
        }
        return missing;
    }

    private static boolean isMissing(AclOperation operation, KafkaFuture<TopicDescription> answer)
            throws InterruptedException {
        try {
            Set<AclOperation> given = answer.get().authorizedOperations();
            return given != null && !given.contains(operation);
        } catch (ExecutionException e) {
            return e.getCause() instanceof AuthorizationException;
        }
    }

    private static boolean isGroupRefused(Admin admin, String group) throws InterruptedException {
        try {
            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
            return false;
        } catch (ExecutionException e) {
            return e.getCause() instanceof GroupAuthorizationException;
        }
    }

    /** What is missing, and the commands that give it. */
    String refusal(List<Right> missing) {
        return "Kafka at %s does not let this service do what it has to: %s. This is waited for; an administrator gives the right with:%n%s"
                .formatted(
                        bootstrapServers,
                        missing.stream().map(Right::toString).collect(Collectors.joining(", ")),
                        missing.stream()
                                .map(right -> "  " + right.command(bootstrapServers, principal))
                                .collect(Collectors.joining("\n")));
    }
}
