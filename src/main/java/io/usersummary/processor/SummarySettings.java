package io.usersummary.processor;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.usersummary.settings.Bounded;
import java.time.Duration;

/** How events are cut into batches, and which timestamps are believed. */
@ConfigMapping(prefix = "summary")
public interface SummarySettings {

    /** How many events close a batch, from 1 to 10,000,000. */
    @WithDefault("9")
    @WithConverter(BatchSize.class)
    int batchSize();

    /** How long after its first event a batch closes at the latest, from 1ms to 1h. */
    @WithDefault("5s")
    @WithConverter(BatchTimeout.class)
    Duration batchTimeout();

    /** After how many batches of events the application ends; 0 means never. */
    @WithDefault("0")
    @WithConverter(MaxBatches.class)
    long maxBatches();

    /** How far ahead of the clock a timestamp may be, from 0s to 3650d. */
    @WithDefault("1d")
    @WithConverter(MaxClockSkew.class)
    Duration maxClockSkew();

    /** Allowed values of {@link #batchSize()}. */
    final class BatchSize extends Bounded.OfInt {
        public BatchSize() {
            super(1, 10_000_000);
        }
    }

    /** Allowed values of {@link #batchTimeout()}. */
    final class BatchTimeout extends Bounded.OfTime {
        public BatchTimeout() {
            super("1ms", "1h");
        }
    }

    /** Allowed values of {@link #maxBatches()}. */
    final class MaxBatches extends Bounded.OfLong {
        public MaxBatches() {
            super(0, Long.MAX_VALUE);
        }
    }

    /** Allowed values of {@link #maxClockSkew()}. */
    final class MaxClockSkew extends Bounded.OfTime {
        public MaxClockSkew() {
            super("0s", "3650d");
        }
    }
}
