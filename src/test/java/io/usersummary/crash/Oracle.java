package io.usersummary.crash;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Knows what should be: folds the whole input by itself, sharing nothing with the service, and
 * compares. Reads JSON with Jackson.
 */
final class Oracle {

    /** An interval of event time, in epoch seconds. */
    record Seen(long first, long last) {

        Seen join(Seen other) {
            return new Seen(Math.min(first, other.first), Math.max(last, other.last));
        }

        boolean covers(Seen other) {
            return first <= other.first && last >= other.last;
        }
    }

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Map<String, Seen> truth = new TreeMap<>();
    private final Map<String, ConsumerRecord<byte[], byte[]>> poison = new HashMap<>();
    private final List<String> differences = new ArrayList<>();

    private Oracle(Cluster cluster) {
        cluster.records(Cluster.INPUT).forEach(this::input);
        compareUsers(cluster.records(Cluster.OUTPUT));
        compareDeadLetters(cluster.records(Cluster.DEAD_LETTERS));
    }

    /** Compares what the topics hold now. */
    static Oracle consult(Cluster cluster) {
        return new Oracle(cluster);
    }

    /** One line for everything that is not as it should be; empty if all is well. */
    List<String> differences() {
        return differences;
    }

    /** The number of users that the input has. */
    int users() {
        return truth.size();
    }

    /** What the input amounts to, in a few words. */
    @Override
    public String toString() {
        return truth.size() + " users, " + poison.size() + " poison records";
    }

    private void input(ConsumerRecord<byte[], byte[]> record) {
        try {
            JsonNode event = JSON.readTree(record.value());
            JsonNode userId = event.path("userId");
            JsonNode timestamp = event.path("metadata").path("timestamp");
            long latest = System.currentTimeMillis() / 1000 + 86_400;
            if (userId.isTextual()
                    && !userId.textValue().isBlank()
                    && timestamp.isIntegralNumber()
                    && timestamp.canConvertToLong()
                    && timestamp.longValue() >= 0
                    && timestamp.longValue() <= latest) {
                Seen moment = new Seen(timestamp.longValue(), timestamp.longValue());
                truth.merge(userId.textValue(), moment, Seen::join);
                return;
            }
        } catch (IOException | IllegalArgumentException e) {
            // No JSON, or no value at all.
        }
        poison.put(record.partition() + "/" + record.offset(), record);
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
            if (!truth.containsKey(key)) {
                differences.add(key + ": published, but never seen");
            } else if (!truth.get(key).covers(seen)) {
                differences.add(key + ": published " + seen + ", more than " + truth.get(key));
            }
        }
        truth.forEach(
                (user, seen) -> {
                    if (!seen.equals(newest.get(user))) {
                        differences.add(
                                user + ": expected " + seen + ", newest is " + newest.get(user));
                    }
                });
    }

    private Seen published(ConsumerRecord<byte[], byte[]> record) {
        String value = text(record.value());
        try {
            JsonNode summary = JSON.readTree(value);
            Seen seen =
                    new Seen(
                            summary.path("firstSeen").longValue(),
                            summary.path("lastSeen").longValue());
            String exactly =
                    "{\"userId\":\"%s\",\"firstSeen\":%d,\"lastSeen\":%d}"
                            .formatted(text(record.key()), seen.first, seen.last);
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
        Set<String> found = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            String place =
                    header(letter, "dead-letter-partition")
                            + "/"
                            + header(letter, "dead-letter-offset");
            ConsumerRecord<byte[], byte[]> original = poison.get(place);
            if (original == null
                    || !Arrays.equals(original.key(), letter.key())
                    || !Arrays.equals(original.value(), letter.value())) {
                differences.add("a dead letter that is no poison: " + place);
            }
            found.add(place);
        }
        poison.keySet().stream()
                .filter(place -> !found.contains(place))
                .forEach(place -> differences.add("poison not set aside: " + place));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : text(header.value());
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
