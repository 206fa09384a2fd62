package io.usersummary.topics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.usersummary.settings.Bounded;

/** How missing topics are created; topics that exist are left as they are. */
@ConfigMapping(prefix = "topics")
public interface TopicsSettings {

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
