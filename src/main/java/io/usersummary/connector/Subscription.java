package io.usersummary.connector;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How a channel comes by its partitions, and what becomes of its offsets. Every method but the
 * acknowledgement is called on the thread that polls.
 */
interface Subscription {

    /** Subscribes or assigns. Called before the first poll of each consumer. */
    void begin(Consumer<ByteBuffer, ByteBuffer> consumer);

    /**
     * Called between polls, often.
     *
     * @param quiet whether the last one had nothing
     */
    void betweenPolls(Consumer<ByteBuffer, ByteBuffer> consumer, boolean quiet);

    /** Whether the consumer is of no use any more, and another has to begin. */
    boolean needsNewClient();

    /** Chooses a position where the consumer has none that it could read from. */
    void reposition(Consumer<ByteBuffer, ByteBuffer> consumer, InvalidOffsetException reason);

    /** Positions that changed without a record being read, and were not told yet. */
    Map<TopicPartition, OffsetAndMetadata> moved(Consumer<ByteBuffer, ByteBuffer> consumer);

    /** Whether the consumer has what it needs to read, so that an empty poll means no news. */
    boolean isEstablished(Consumer<ByteBuffer, ByteBuffer> consumer);

    /** What the consumer still lacks if that is not so, for a person to read. */
    String wanted();

    /** How far each partition was emitted, acknowledged and committed; without any, nothing is. */
    OffsetTracker tracker();

    /** Keeps what is acknowledged. Called once, before the last consumer is closed. */
    void end(Consumer<ByteBuffer, ByteBuffer> consumer, Duration timeout);
}
