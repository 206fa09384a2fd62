package io.usersummary.processor;

import io.usersummary.connector.Buffers;
import io.usersummary.event.EventReader;
import io.usersummary.event.EventShape;
import io.usersummary.json.Span;
import io.usersummary.json.UnreadableException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Reads the events out of polls. Used by one thread at a time, as its one event reader is. */
final class PollReader {

    private final EventReader event;
    private final Span key = new Span();
    private final Span value = new Span();
    private final long maxClockSkew;
    private final DeadLetters deadLetters;
    private final Acknowledgements acknowledgements;
    private final Lane lane;
    private final BatchListener listener;
    private final Tracing tracing;

    /**
     * @param tracing null in a build without it
     */
    PollReader(
            EventShape shape,
            Duration maxClockSkew,
            DeadLetters deadLetters,
            Acknowledgements acknowledgements,
            Lane lane,
            BatchListener listener,
            Tracing tracing) {
        this.event = new EventReader(shape);
        this.maxClockSkew = maxClockSkew.toSeconds();
        this.deadLetters = deadLetters;
        this.acknowledgements = acknowledgements;
        this.lane = lane;
        this.listener = listener;
        this.tracing = tracing;
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
        if (event.readsKeys()) {
            point(key, record.key());
        }
        point(value, record.value());
        event.read(key, value, record.timestamp(), latest);
        open.add(event.userId(), event.timestamp(), record.timestamp(), partition);
        if (tracing != null) {
            open.traces(tracing).add(event.userId(), record.headers());
        }
    }

    /** Kafka's deserializer lends its array; from any other buffer the bytes are copied. */
    private static void point(Span span, ByteBuffer bytes) {
        if (bytes == null) {
            span.clear();
        } else if (bytes.hasArray()) {
            span.set(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        } else {
            byte[] copy = Buffers.copy(bytes);
            span.set(copy, 0, copy.length);
        }
    }

    /** A poll was read; what was set aside is written, and then the poll can be acknowledged. */
    void done(PolledEvents poll, DeadLetterBatch aside) {
        listener.read(poll.accepted(), aside.size());
        acknowledgements.read(lane, poll, aside);
        if (aside.size() > 0) {
            deadLetters.write(aside, () -> acknowledgements.written(poll, aside));
        }
    }
}
