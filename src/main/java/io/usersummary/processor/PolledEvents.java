package io.usersummary.processor;

import io.usersummary.connector.PartialAcknowledgement;
import io.usersummary.json.UnreadableException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * The events of one poll. They are read as batches ask for them; what is no valid event is set
 * aside. Used under the lock of the batches until {@link #done}; from then on it keeps none of the
 * poll's records, only what it takes to acknowledge it.
 */
final class PolledEvents implements BatchInput {

    /**
     * What was read of one partition: up to this offset; no event up to there is in a later batch.
     */
    record Part(TopicPartition partition, long nextOffset, EventBatch batch) {

        /** The number of that batch; 0 if there was no event. */
        long lastBatch() {
            return batch == null ? 0 : batch.number();
        }
    }

    /** What a poll takes until it is acknowledged, and each of its parts. */
    private static final int POLL_BYTES = 600;

    private static final int PART_BYTES = 200;

    private final PollReader reader;
    private final Message<?> message;
    private final long latest;
    private final int size;
    private final List<Part> parts = new ArrayList<>();
    private Iterator<ConsumerRecord<ByteBuffer, ByteBuffer>> records;
    private TopicPartition partition;
    private long nextOffset;
    private DeadLetterBatch deadLetters = new DeadLetterBatch();
    private boolean whole;
    private EventBatch last;
    private int accepted;

    PolledEvents(Message<ConsumerRecords<ByteBuffer, ByteBuffer>> poll, PollReader reader) {
        this.reader = reader;
        this.latest = reader.latest();
        this.records = poll.getPayload().iterator();
        this.size = poll.getPayload().count();
        this.message = poll.withPayload(size);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean fill(EventBatch batch, int until) {
        while (batch.events() < until && records.hasNext()) {
            ConsumerRecord<ByteBuffer, ByteBuffer> record = records.next();
            if (partition == null || partition.partition() != record.partition()) {
                endPart();
                partition = new TopicPartition(record.topic(), record.partition());
            }
            nextOffset = record.offset() + 1;
            try {
                reader.read(record, partition, latest, batch);
                accepted++;
                last = batch;
            } catch (UnreadableException e) {
                deadLetters.add(record, e.getMessage());
            }
        }
        return batch.events() >= until;
    }

    private void endPart() {
        if (partition != null) {
            parts.add(new Part(partition, nextOffset, last));
        }
    }

    @Override
    public void done() {
        endPart();
        whole = !records.hasNext();
        records = null;
        DeadLetterBatch aside = deadLetters;
        deadLetters = null;
        reader.done(this, aside);
    }

    /** The number of valid events that were read. */
    int accepted() {
        return accepted;
    }

    /** The number of the batch that holds its last event; 0 if it had none. */
    long lastBatch() {
        return last == null ? 0 : last.number();
    }

    /** About how many bytes of memory it takes from when it was read until it is acknowledged. */
    long bytes() {
        return POLL_BYTES + PART_BYTES * (long) parts.size();
    }

    /** What was read, partition by partition. */
    List<Part> parts() {
        return parts;
    }

    /** How a part of it is acknowledged; empty if its channel can only acknowledge all of it. */
    Optional<PartialAcknowledgement> partialAcknowledgement() {
        return message.getMetadata(PartialAcknowledgement.class);
    }

    /** Acknowledges what was read of it: all, unless the reading ended within it. */
    void acknowledge() {
        if (whole) {
            message.ack();
        } else {
            acknowledge(part -> true);
        }
    }

    /** Acknowledges the parts that may be; to be called only where a part can be acknowledged. */
    void acknowledge(Predicate<Part> which) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        parts.stream().filter(which).forEach(part -> offsets.put(part.partition, part.nextOffset));
        partialAcknowledgement().ifPresent(partial -> partial.acknowledge(offsets));
    }
}
