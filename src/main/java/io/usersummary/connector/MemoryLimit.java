package io.usersummary.connector;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

/**
 * Shares {@code memory.limit} out among those who let something wait. All shares are in bytes as
 * they are once decompressed, but for that of a fetch, which is as it comes over the wire. A single
 * record may go beyond a share: each of them lets one pass, whatever its size.
 */
@Singleton
public class MemoryLimit {

    private static final long MEBIBYTE = 1 << 20;

    private final long bytes;

    @Inject
    MemoryLimit(MemorySettings settings) {
        this(
                settings.limit()
                        .map(MemorySize::asLongValue)
                        .orElse(Runtime.getRuntime().maxMemory() / 4));
    }

    /**
     * @param bytes the whole of it
     */
    public MemoryLimit(long bytes) {
        this.bytes = bytes;
    }

    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        long heap = Runtime.getRuntime().maxMemory();
        if (bytes > heap / 2) {
            throw new ConfigurationException(
                    "memory.limit is %,d bytes, and the heap is %,d: at most half of it is allowed, and a quarter is the default"
                            .formatted(bytes, heap));
        }
    }

    /**
     * How much the polls of a channel may take. There are three at a time and what waits: one is
     * taken in, one may come to those that wait, and one is held until it is asked for.
     *
     * @param bytes of one poll
     * @param ahead how many may wait to be taken in, so that who takes them in need not wait
     * @param aheadBytes what these may take
     */
    public record Polls(long bytes, int ahead, long aheadBytes) {

        private static Polls share(long bytes, int ahead) {
            long poll = Math.min(bytes / 4, 32 * MEBIBYTE);
            return new Polls(poll, ahead, poll);
        }

        /** The most that there can be at a time. */
        long most() {
            return 3 * bytes + aheadBytes;
        }
    }

    /**
     * The polls of one of a channel's consumers. More of them ahead would only survive more
     * collections of the heap.
     *
     * @param consumers how many there are
     */
    public Polls polls(int consumers) {
        return Polls.share(bytes / 4 / consumers, 3);
    }

    /** The polls of a table. */
    public Polls tablePolls() {
        return Polls.share(bytes / 8, 2);
    }

    /**
     * What one broker may answer to one fetch, compressed as it is; Kafka's default at most.
     *
     * @param consumers how many there are
     */
    public int fetch(int consumers) {
        return (int) Math.min(bytes / 8 / consumers, 50 * MEBIBYTE);
    }

    /** What is read and not acknowledged: batches and dead letters on their way to a broker. */
    public long inFlight() {
        return Math.min(bytes / 4, 64 * MEBIBYTE);
    }

    /** What all viewers together have not taken yet. */
    public long viewers() {
        return Math.min(bytes / 8, 64 * MEBIBYTE);
    }
}
