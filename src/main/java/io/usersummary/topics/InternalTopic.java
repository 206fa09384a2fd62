package io.usersummary.topics;

/**
 * The topic by which the engine on Kafka Streams sends events to the partition of their user. It
 * counts an event as read once it is there.
 */
public final class InternalTopic {

    /** What it is called between the group and the word that Kafka Streams adds. */
    public static final String BY_USER = "by-user";

    private InternalTopic() {}

    /** Its name in a group. */
    public static String of(String group) {
        return group + "-" + BY_USER + "-repartition";
    }
}
