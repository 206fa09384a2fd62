package io.usersummary.topics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.usersummary.settings.Bounded;

/**
 * Which topics the service uses, and how missing ones are created; topics that exist are left as
 * they are. Every channel refers to these names.
 */
@ConfigMapping(prefix = "topics")
public interface TopicsSettings {

    /** Where user events come from. */
    @WithDefault("input_topic")
    String input();

    /** Where the table is published, and read back from. */
    @WithDefault("output_topic")
    String output();

    /** Where records go that are no valid events. */
    @WithDefault("input_topic_dlq")
    String deadLetters();

    /** Partitions of the input and the output topic, from 1 to 10,000. */
    @WithDefault("4")
    @WithConverter(Partitions.class)
    int partitions();

    /** Copies of each partition, from 1 to 32,767; -1 leaves it to the broker. */
    @WithDefault("-1")
    @WithConverter(ReplicationFactor.class)
    int replicationFactor();

    /** Allowed values of {@link #partitions()}. */
    final class Partitions extends Bounded.OfInt {
        public Partitions() {
            super(1, 10_000);
        }
    }

    /** Allowed values of {@link #replicationFactor()}. */
    final class ReplicationFactor extends Bounded.OfInt {
        public ReplicationFactor() {
            super(-1, Short.MAX_VALUE);
        }
    }
}
