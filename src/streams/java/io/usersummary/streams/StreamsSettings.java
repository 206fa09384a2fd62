package io.usersummary.streams;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.usersummary.settings.Bounded;
import java.time.Duration;

/** What is the engine's own; everything of Kafka Streams is under {@code kafka-streams}. */
@ConfigMapping(prefix = "streams")
public interface StreamsSettings {

    /**
     * Whether the keys of the input topic are the userIds, put there by the default partitioner:
     * then events are not sent to the partition of their user once more. If that is not so, the
     * table is exact nevertheless, and many records are published more than once.
     */
    @WithDefault("false")
    boolean keyedByUser();

    /** Memory for the blocks and write buffers of the tables of all partitions together. */
    @WithDefault("64M")
    MemorySize stateMemory();

    /** How long another instance may take to answer a look-up, from 10ms to 1m. */
    @WithDefault("2s")
    @WithConverter(LookUpTimeout.class)
    Duration lookUpTimeout();

    /** Allowed values of {@link #lookUpTimeout()}. */
    final class LookUpTimeout extends Bounded.OfTime {
        public LookUpTimeout() {
            super("10ms", "1m");
        }
    }
}
