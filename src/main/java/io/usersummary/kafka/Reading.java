package io.usersummary.kafka;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * How a channel comes by its partitions, and what becomes of its offsets. Every method but the
 * acknowledgement is called on the thread that polls.
 */
interface Reading {

    /** Subscribes or assigns. Called once, before the first poll. */
    void begin(Consumer<ByteBuffer, ByteBuffer> consumer);

    /** Called between polls, often. */
    void betweenPolls(Consumer<ByteBuffer, ByteBuffer> consumer);

    /** Where acknowledgements go. */
    OffsetTracker tracker();

    /** Notes that records up to these next offsets are on their way. */
    void emitted(Map<TopicPartition, Long> nextOffsets);

    /** Whether all that was emitted has been dealt with. */
    boolean settled();

    /** Keeps what is acknowledged. Called once, before the consumer is closed. */
    void end(Consumer<ByteBuffer, ByteBuffer> consumer, Duration timeout);
}
