package io.usersummary.processor;

import io.usersummary.connector.Buffers;
import io.usersummary.connector.PartialAcknowledgement;
import io.usersummary.event.EventReader;
import io.usersummary.json.Span;
import io.usersummary.json.UnreadableException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * Reads one poll at a time, event by event, into the open batch, and sets aside what is not a valid
 * event. Guarded by the table's monitor, like the batch.
 */
final class PollReader {

    private final EventReader event = new EventReader();
    private final OpenBatch open;
    private final long maxClockSkew;

    private Message<ConsumerRecords<ByteBuffer, ByteBuffer>> message;
    private Iterator<ConsumerRecord<ByteBuffer, ByteBuffer>> records;
    private Map<TopicPartition, Long> nextOffsets;
    private DeadLetterBatch deadLetters;
    private long latest;
    private long lastBatch;
    private int accepted;

    PollReader(OpenBatch open, Duration maxClockSkew) {
        this.open = open;
        this.maxClockSkew = maxClockSkew.toSeconds();
    }

    /**
     * Begins a poll.
     *
     * @param mayStopWithin whether the reading may end within the poll, so that offsets count
     */
    void begin(Message<ConsumerRecords<ByteBuffer, ByteBuffer>> message, boolean mayStopWithin) {
        this.message = message;
        this.records = message.getPayload().iterator();
        this.nextOffsets = mayStopWithin ? new HashMap<>() : null;
        this.deadLetters = new DeadLetterBatch();
        this.latest = System.currentTimeMillis() / 1000 + maxClockSkew;
        this.lastBatch = open.sequence() - 1;
        this.accepted = 0;
    }

    /** Reads on until the open batch has so many events; false if the poll ends before that. */
    boolean fill(int batchSize) {
        while (records.hasNext()) {
            ConsumerRecord<ByteBuffer, ByteBuffer> record = records.next();
            try {
                read(record.value());
                Span userId = event.userId();
                open.add(
                        userId.bytes(),
                        userId.offset(),
                        userId.length(),
                        event.timestamp(),
                        record.timestamp());
                accepted++;
                lastBatch = open.sequence();
            } catch (UnreadableException e) {
                deadLetters.add(record, e.getMessage());
            }
            if (nextOffsets != null) {
                nextOffsets.put(
                        new TopicPartition(record.topic(), record.partition()),
                        record.offset() + 1);
            }
            if (open.events() >= batchSize) {
                return true;
            }
        }
        return false;
    }

    private void read(ByteBuffer value) throws UnreadableException {
        if (value == null) {
            event.read(null, 0, 0, latest);
        } else if (value.hasArray()) {
            event.read(
                    value.array(),
                    value.arrayOffset() + value.position(),
                    value.remaining(),
                    latest);
        } else {
            byte[] copy = Buffers.copy(value);
            event.read(copy, 0, copy.length, latest);
        }
    }

    /** The number of valid events read from the poll so far. */
    int accepted() {
        return accepted;
    }

    /** What was set aside. */
    DeadLetterBatch deadLetters() {
        return deadLetters;
    }

    /** The number of the batch that must be durable before the poll may be acknowledged. */
    long lastBatch() {
        return lastBatch;
    }

    /**
     * What acknowledges the poll. It does not keep the poll's records.
     *
     * @param partially only the records read so far
     */
    Runnable acknowledgement(boolean partially) {
        if (partially) {
            PartialAcknowledgement partial =
                    message.getMetadata(PartialAcknowledgement.class).orElseThrow();
            Map<TopicPartition, Long> read = nextOffsets;
            return records.hasNext() ? () -> partial.acknowledge(read) : whole();
        }
        return whole();
    }

    private Runnable whole() {
        Function<Metadata, CompletionStage<Void>> acknowledge = message.getAckWithMetadata();
        return () -> acknowledge.apply(Metadata.empty());
    }
}
