package io.usersummary.topics;

import java.util.Locale;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/** One thing that Kafka has to let the service do. */
record Right(AclOperation operation, ResourceType type, String name) {

    static Right onTopic(AclOperation operation, String topic) {
        return new Right(operation, ResourceType.TOPIC, topic);
    }

    static Right onGroup(AclOperation operation, String group) {
        return new Right(operation, ResourceType.GROUP, group);
    }

    /** The command line by which an administrator gives it. */
    String command(String bootstrapServers, String principal) {
        return "kafka-acls.sh --bootstrap-server %s --add --allow-principal %s --operation %s --%s %s"
                .formatted(
                        bootstrapServers,
                        principal,
                        word(operation),
                        word(type).toLowerCase(Locale.ROOT),
                        name);
    }

    @Override
    public String toString() {
        return word(operation) + " " + word(type).toLowerCase(Locale.ROOT) + " " + name;
    }

    /** As Kafka's tools write it: {@code Read}. */
    private static String word(Enum<?> constant) {
        return constant.name().charAt(0)
                + constant.name().substring(1).toLowerCase(Locale.ROOT).replace("_", "");
    }
}
