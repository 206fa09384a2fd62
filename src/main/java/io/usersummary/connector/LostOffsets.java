package io.usersummary.connector;

import org.apache.kafka.common.TopicPartition;

/**
 * A CDI event: a range of a partition went away before it was read, or cannot be read and was
 * stepped over because somebody said so.
 *
 * @param channel the channel that should have read it
 * @param from the first offset that was not read
 * @param to the offset after the last that is gone
 * @param steppedOver whether it is there, and was stepped over
 */
public record LostOffsets(
        String channel, TopicPartition partition, long from, long to, boolean steppedOver) {

    /** The number of offsets; of records there may have been fewer. */
    public long count() {
        return to - from;
    }

    @Override
    public String toString() {
        return "%,d offsets of %s, from %d to %d, were %s"
                .formatted(
                        count(),
                        partition,
                        from,
                        to - 1,
                        steppedOver
                                ? "unreadable and stepped over"
                                : "deleted before they were read");
    }
}
