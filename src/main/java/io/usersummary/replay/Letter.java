package io.usersummary.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.usersummary.processor.DeadLetterBatch;
import io.usersummary.processor.DeadLetterTruncation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A record that the service set aside: what it came with, and what the service noted behind that.
 *
 * @param aside when it was set aside, in epoch milliseconds
 * @param time the record's own timestamp, in epoch milliseconds; empty where it is not known
 * @param returns how often it was sent back before
 * @param cut whether the dead-letter topic took only a part of it
 */
record Letter(
        ConsumerRecord<byte[], byte[]> record,
        List<Header> headers,
        String reason,
        String topic,
        int partition,
        long offset,
        long aside,
        Optional<Long> time,
        int returns,
        boolean cut) {

    /** Header of a record that was sent back: how often, in decimal. */
    static final String RETURNS = "dead-letter-returns";

    private static final Set<String> CUTS =
            Set.of(
                    DeadLetterTruncation.VALUE_SIZE,
                    DeadLetterTruncation.KEY_SIZE,
                    DeadLetterTruncation.HEADERS);

    /** Reads a dead letter; empty if the service did not write it. */
    static Optional<Letter> of(ConsumerRecord<byte[], byte[]> record) {
        Header[] all = record.headers().toArray();
        int own = all.length - 1;
        while (own >= 0 && !all[own].key().equals(DeadLetterBatch.REASON)) {
            own--;
        }
        if (own < 0) {
            return Optional.empty();
        }
        List<Header> theirs = List.of(all).subList(0, own);
        Notes notes = new Notes(List.of(all).subList(own, all.length));
        try {
            return Optional.of(
                    new Letter(
                            record,
                            theirs.stream().filter(h -> !h.key().equals(RETURNS)).toList(),
                            notes.text(DeadLetterBatch.REASON).orElseThrow(),
                            notes.text(DeadLetterBatch.TOPIC).orElseThrow(),
                            notes.number(DeadLetterBatch.PARTITION).orElseThrow().intValue(),
                            notes.number(DeadLetterBatch.OFFSET).orElseThrow(),
                            record.timestamp(),
                            notes.number(DeadLetterBatch.TIMESTAMP).filter(time -> time >= 0),
                            new Notes(theirs).number(RETURNS).orElse(0L).intValue(),
                            CUTS.stream().anyMatch(cut -> notes.text(cut).isPresent())));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Headers by name; of several with the same name the last counts. */
    private record Notes(List<Header> headers) {

        Optional<String> text(String name) {
            return headers.stream()
                    .filter(h -> h.key().equals(name) && h.value() != null)
                    .reduce((one, next) -> next)
                    .map(h -> new String(h.value(), UTF_8));
        }

        Optional<Long> number(String name) {
            return text(name).map(Long::valueOf);
        }
    }

    /**
     * The record as it was, but for the header that counts its returns.
     *
     * @param partitions how many the input topic has now: it goes to its old one if that is there
     */
    ProducerRecord<byte[], byte[]> back(int partitions) {
        List<Header> all = new ArrayList<>(headers);
        all.add(new RecordHeader(RETURNS, Integer.toString(returns + 1).getBytes(UTF_8)));
        Integer same = partition < partitions ? partition : null;
        return new ProducerRecord<>(
                topic, same, time.orElse(null), record.key(), record.value(), all);
    }

    /** Where the original is, if it is there still. */
    String origin() {
        return topic + " partition " + partition + " offset " + offset;
    }
}
