package io.usersummary.connector;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * How a channel comes by its partitions, and what becomes of its offsets. Every method but the
 * acknowledgement is called on the thread that polls.
 */
interface Subscription {

    /** Subscribes or assigns. Called once, before the first poll. */
    void begin(Consumer<ByteBuffer, ByteBuffer> consumer);

    /** Called between polls, often. */
    void betweenPolls(Consumer<ByteBuffer, ByteBuffer> consumer);

    /** How far each partition was emitted, acknowledged and committed; without any, nothing is. */
    OffsetTracker tracker();

    /** Keeps what is acknowledged. Called once, before the consumer is closed. */
    void end(Consumer<ByteBuffer, ByteBuffer> consumer, Duration timeout);
}
