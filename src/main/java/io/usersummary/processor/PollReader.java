package io.usersummary.processor;

import io.usersummary.connector.Buffers;
import io.usersummary.event.EventReader;
import io.usersummary.json.UnreadableException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Reads the events out of polls. Used by one thread at a time, as its one event reader is. */
final class PollReader {

    private final EventReader event = new EventReader();
    private final long maxClockSkew;
    private final DeadLetters deadLetters;
    private final Acknowledgements acknowledgements;
    private final BatchListener listener;

    PollReader(
            Duration maxClockSkew,
            DeadLetters deadLetters,
            Acknowledgements acknowledgements,
            BatchListener listener) {
        this.maxClockSkew = maxClockSkew.toSeconds();
        this.deadLetters = deadLetters;
        this.acknowledgements = acknowledgements;
        this.listener = listener;
    }

    /** The events of a poll, to be read as batches ask for them. */
    BatchInput events(Message<ConsumerRecords<ByteBuffer, ByteBuffer>> poll) {
        return new PolledEvents(poll, this);
    }

    /** The latest timestamp that is believed now, in epoch seconds. */
    long latest() {
        return System.currentTimeMillis() / 1000 + maxClockSkew;
    }

    /**
     * Reads one record into an open batch.
     *
     * @throws UnreadableException if it is no valid event, with the reason
     */
    void read(
            ConsumerRecord<ByteBuffer, ByteBuffer> record,
            TopicPartition partition,
            long latest,
            EventBatch open)
            throws UnreadableException {
        ByteBuffer value = record.value();
        if (value == null) {
            event.read(null, 0, 0, latest);
        } else if (value.hasArray()) {
            int from = value.arrayOffset() + value.position();
            event.read(value.array(), from, value.remaining(), latest);
        } else {
            byte[] copy = Buffers.copy(value);
            event.read(copy, 0, copy.length, latest);
        }
        open.add(event.userId(), event.timestamp(), record.timestamp(), partition);
    }

    /** A poll was read; what was set aside is written, and then the poll can be acknowledged. */
    void done(PolledEvents poll, DeadLetterBatch aside) {
        listener.read(poll.accepted(), aside.size());
        acknowledgements.read(poll, aside);
        if (aside.size() > 0) {
            deadLetters.write(aside, () -> acknowledgements.written(poll, aside));
        }
    }
}
