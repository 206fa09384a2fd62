package io.usersummary.connector;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Metadata of an incoming message: acknowledges a part of its poll. Acknowledging the message
 * acknowledges all of it. Keeps none of the records. Thread-safe.
 */
@FunctionalInterface
public interface PartialAcknowledgement {

    /**
     * Acknowledges what lies before these offsets.
     *
     * @param nextOffsets the offset to read next in each partition
     */
    void acknowledge(Map<TopicPartition, Long> nextOffsets);
}
