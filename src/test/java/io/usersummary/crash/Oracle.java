package io.usersummary.crash;

import static io.usersummary.crash.Records.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.usersummary.crash.Fold.Seen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Knows what should be: folds the whole input by itself, sharing nothing with the service, and
 * compares.
 */
final class Oracle {

    private final Fold truth = new Fold();
    private final Fold possible = new Fold();
    private final boolean strict;
    private final long returned;
    private final List<String> differences = new ArrayList<>();

    private Oracle(Kafka kafka, History history, Fold sent) {
        strict = sent == null;
        List<ConsumerRecord<byte[], byte[]>> input = kafka.records(Kafka.INPUT);
        input.stream().filter(record -> !history.isDeleted(record)).forEach(truth::add);
        returned = input.stream().filter(history::isDeleted).count();
        truth.add(history.acknowledged());
        possible.add(truth);
        if (!strict) {
            possible.add(sent);
        }
        compareUsers(kafka.records(Kafka.OUTPUT));
        compareDeadLetters(kafka.records(Kafka.DEAD_LETTERS));
    }

    /** Compares what the topics hold now. */
    static Oracle consult(Kafka kafka) {
        return new Oracle(kafka, new History(), null);
    }

    /**
     * Compares what the topics hold after the input has lost records: the table must cover what is
     * left and what was acknowledged, and may hold nothing but what was sent.
     */
    static Oracle consult(Kafka kafka, History history, Fold sent) {
        return new Oracle(kafka, history, sent);
    }

    /** One line for everything that is not as it should be; empty if all is well. */
    List<String> differences() {
        return differences;
    }

    /** The number of users that the input has. */
    int users() {
        return truth.users().size();
    }

    /** The number of users of whom more was sent than has to be known. */
    long uncertain() {
        return possible.users().entrySet().stream()
                .filter(user -> !user.getValue().equals(truth.users().get(user.getKey())))
                .count();
    }

    /** What the input amounts to, in a few words. */
    @Override
    public String toString() {
        return truth + (returned == 0 ? "" : ", " + returned + " deleted records are back");
    }

    private void compareUsers(List<ConsumerRecord<byte[], byte[]>> output) {
        Map<String, Seen> newest = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : output) {
            String key = text(record.key());
            Seen seen = published(record);
            if (seen == null) {
                continue;
            }
            newest.put(key, seen);
            Seen most = possible.users().get(key);
            if (most == null) {
                differences.add(key + ": published, but never seen");
            } else if (!most.covers(seen)) {
                differences.add(key + ": published " + seen + ", more than " + most);
            }
        }
        truth.users()
                .forEach(
                        (user, seen) -> {
                            Seen found = newest.get(user);
                            if (found == null || !found.covers(seen)) {
                                differences.add(
                                        user + ": expected " + seen + ", newest is " + found);
                            }
                        });
    }

    private Seen published(ConsumerRecord<byte[], byte[]> record) {
        String value = text(record.value());
        try {
            JsonNode summary = Fold.JSON.readTree(value);
            Seen seen =
                    new Seen(
                            summary.path("firstSeen").longValue(),
                            summary.path("lastSeen").longValue());
            String exactly =
                    "{\"userId\":\"%s\",\"firstSeen\":%d,\"lastSeen\":%d}"
                            .formatted(text(record.key()), seen.first(), seen.last());
            if (exactly.equals(value)) {
                return seen;
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            // Told below.
        }
        differences.add("no summary of " + text(record.key()) + ": " + value);
        return null;
    }

    private void compareDeadLetters(List<ConsumerRecord<byte[], byte[]>> letters) {
        Map<String, List<ConsumerRecord<byte[], byte[]>>> open = new HashMap<>();
        truth.poison().forEach((place, records) -> open.put(place, new ArrayList<>(records)));
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            String place =
                    header(letter, "dead-letter-partition")
                            + "/"
                            + header(letter, "dead-letter-offset");
            if (truth.poison().getOrDefault(place, List.of()).stream()
                    .anyMatch(record -> isLetterOf(record, letter))) {
                open.get(place).removeIf(record -> isLetterOf(record, letter));
            } else if (strict || !mayBePoison(letter)) {
                differences.add("a dead letter that is no poison: " + place);
            }
        }
        open.forEach(
                (place, records) ->
                        records.forEach(
                                record ->
                                        differences.add(
                                                "poison not set aside: "
                                                        + place
                                                        + " "
                                                        + text(record.key()))));
    }

    /** Of a record that the input does not hold any more: by its key, if it still has one. */
    private static boolean mayBePoison(ConsumerRecord<byte[], byte[]> letter) {
        return header(letter, "dead-letter-key-size") != null
                || String.valueOf(text(letter.key())).startsWith("poison-");
    }

    /** Unchanged, or cut because the topic did not take all of it, and saying so. */
    private static boolean isLetterOf(
            ConsumerRecord<byte[], byte[]> record, ConsumerRecord<byte[], byte[]> letter) {
        return isSame(record.key(), letter.key(), header(letter, "dead-letter-key-size"))
                && isSame(record.value(), letter.value(), header(letter, "dead-letter-value-size"));
    }

    private static boolean isSame(byte[] whole, byte[] found, String sizeIfCut) {
        if (sizeIfCut == null) {
            return Arrays.equals(whole, found);
        }
        byte[] part = found == null ? new byte[0] : found;
        return whole != null
                && sizeIfCut.equals(Integer.toString(whole.length))
                && part.length < whole.length
                && Arrays.equals(part, Arrays.copyOf(whole, part.length));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : text(header.value());
    }
}
