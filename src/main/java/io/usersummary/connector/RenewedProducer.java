package io.usersummary.connector;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;

/**
 * A channel's producer, and the next one when that is beyond repair: one at a time, each closed
 * before another is made, and the longer between two the more were made in vain. For one thread,
 * but for {@link #works}.
 */
final class RenewedProducer {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private Producer<byte[], byte[]> current;
    private volatile int failures;
    private long notBefore = System.nanoTime();

    RenewedProducer(Supplier<Producer<byte[], byte[]>> producers) {
        this.producers = producers;
    }

    /** How long there is to be none; zero if there is one, or may be. */
    Duration pause() {
        return current != null
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(0, notBefore - System.nanoTime()));
    }

    /**
     * The producer; makes one if there is none.
     *
     * @throws org.apache.kafka.common.KafkaException if none can be made
     */
    Producer<byte[], byte[]> get() {
        if (current == null) {
            current = producers.get();
        }
        return current;
    }

    /** It has written something. */
    void works() {
        if (failures != 0) {
            failures = 0;
        }
    }

    /** Lets go of a producer that may be beyond repair, or notes that none could be made. */
    void discard() {
        Duration pause = SHORTEST.multipliedBy(1L << Math.min(failures++, 5));
        notBefore = System.nanoTime() + Math.min(pause.toNanos(), LONGEST.toNanos());
        close(Duration.ZERO);
    }

    /** The same for this one, if it has not been let go of already. */
    void discard(Producer<byte[], byte[]> producer) {
        if (producer == current) {
            discard();
        }
    }

    /** Lets go of it; the next one may be made at once. */
    void close(Duration timeout) {
        Producer<byte[], byte[]> old = current;
        current = null;
        if (old != null) {
            old.close(timeout);
        }
    }
}
