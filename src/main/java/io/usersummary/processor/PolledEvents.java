package io.usersummary.processor;

import io.usersummary.connector.PartialAcknowledgement;
import io.usersummary.json.UnreadableException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
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

    private final PollReader reader;
    private final Message<?> message;
    private final long latest;
    private final Map<TopicPartition, Long> nextOffsets = new HashMap<>();
    private Iterator<ConsumerRecord<ByteBuffer, ByteBuffer>> records;
    private ConsumerRecord<ByteBuffer, ByteBuffer> last;
    private DeadLetterBatch deadLetters = new DeadLetterBatch();
    private boolean whole;
    private long lastBatch;
    private int accepted;

    PolledEvents(Message<ConsumerRecords<ByteBuffer, ByteBuffer>> poll, PollReader reader) {
        this.reader = reader;
        this.latest = reader.latest();
        this.records = poll.getPayload().iterator();
        this.message = poll.withPayload(poll.getPayload().count());
    }

    @Override
    public boolean fill(EventBatch open, int size) {
        while (open.events() < size && records.hasNext()) {
            ConsumerRecord<ByteBuffer, ByteBuffer> record = records.next();
            if (last != null && last.partition() != record.partition()) {
                noteOffset();
            }
            last = record;
            try {
                reader.read(record, latest, open);
                accepted++;
                lastBatch = open.number();
            } catch (UnreadableException e) {
                deadLetters.add(record, e.getMessage());
            }
        }
        return open.events() >= size;
    }

    private void noteOffset() {
        nextOffsets.put(new TopicPartition(last.topic(), last.partition()), last.offset() + 1);
    }

    @Override
    public void done() {
        if (last != null) {
            noteOffset();
        }
        whole = !records.hasNext();
        records = null;
        last = null;
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
        return lastBatch;
    }

    /** Acknowledges what was read of the poll: all of it, unless the reading ended within it. */
    void acknowledge() {
        if (whole) {
            message.ack();
        } else {
            message.getMetadata(PartialAcknowledgement.class)
                    .ifPresent(part -> part.acknowledge(nextOffsets));
        }
    }
}
