package io.usersummary.connector;

import io.quarkus.runtime.Quarkus;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.jboss.logging.Logger;

/**
 * Ends the process where it cannot go on, and says why. What was not acknowledged is read again by
 * whoever comes next.
 */
public final class LastWords {

    /** The exit code of a process that ran out of memory, as the JVM itself has it. */
    private static final int OUT_OF_MEMORY = 3;

    private static final Logger LOG = Logger.getLogger(LastWords.class);

    private LastWords() {}

    /** A record is larger than any may be; ends in good order, with exit code 1. */
    static void tooLarge(String channel, RecordDeserializationException e) {
        LOG.fatalf(
                "Partition %s, offset %d: %s. Stopping. To step over it: mp.messaging.incoming.%s.step-over=%s@%d",
                e.topicPartition(),
                e.offset(),
                e.getCause().getMessage(),
                channel,
                e.topicPartition(),
                e.offset());
        Quarkus.asyncExit(1);
    }

    /** There is no memory left; ends at once, since nothing can be relied on any more. */
    public static void outOfMemory(String doing) {
        LOG.fatalf("Out of memory, %s. Stopping; a larger heap (-Xmx) may be wanted", doing);
        Runtime.getRuntime().halt(OUT_OF_MEMORY);
    }
}
