package io.usersummary.crash;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What records of the input amount to: when each user was seen, and what is no event. Shares
 * nothing with the service; reads JSON with Jackson. Not thread-safe.
 */
final class Fold {

    /** An interval of event time, in epoch seconds. */
    record Seen(long first, long last) {

        Seen join(Seen other) {
            return new Seen(Math.min(first, other.first), Math.max(last, other.last));
        }

        boolean covers(Seen other) {
            return first <= other.first && last >= other.last;
        }
    }

    static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Map<String, Seen> users = new TreeMap<>();
    private final Map<String, List<ConsumerRecord<byte[], byte[]>>> poison = new HashMap<>();

    /** Adds one record. */
    void add(ConsumerRecord<byte[], byte[]> record) {
        Optional<Event> event = event(record.value());
        event.ifPresent(this::add);
        if (event.isEmpty()) {
            String place = record.partition() + "/" + record.offset();
            poison.computeIfAbsent(place, p -> new ArrayList<>()).add(record);
        }
    }

    /** Adds one record that was sent, if it is an event. */
    void add(ProducerRecord<byte[], byte[]> record) {
        event(record.value()).ifPresent(this::add);
    }

    private void add(Event event) {
        Seen moment = new Seen(event.timestamp, event.timestamp);
        users.merge(event.userId, moment, Seen::join);
    }

    private record Event(String userId, long timestamp) {}

    private static Optional<Event> event(byte[] value) {
        try {
            JsonNode event = JSON.readTree(value);
            JsonNode userId = event.path("userId");
            JsonNode timestamp = event.path("metadata").path("timestamp");
            long latest = System.currentTimeMillis() / 1000 + 86_400;
            if (userId.isTextual()
                    && !userId.textValue().isBlank()
                    && timestamp.isIntegralNumber()
                    && timestamp.canConvertToLong()
                    && timestamp.longValue() >= 0
                    && timestamp.longValue() <= latest) {
                return Optional.of(new Event(userId.textValue(), timestamp.longValue()));
            }
        } catch (IOException | IllegalArgumentException e) {
            // No JSON, or no value at all.
        }
        return Optional.empty();
    }

    /** Adds what another amounts to. */
    void add(Fold other) {
        other.users.forEach((user, seen) -> users.merge(user, seen, Seen::join));
        other.poison.forEach(
                (place, records) ->
                        poison.computeIfAbsent(place, p -> new ArrayList<>()).addAll(records));
    }

    Map<String, Seen> users() {
        return users;
    }

    /**
     * The records that are no events, by partition and offset; several at a place only where a
     * topic was made again.
     */
    Map<String, List<ConsumerRecord<byte[], byte[]>>> poison() {
        return poison;
    }

    @Override
    public String toString() {
        return users.size() + " users, " + poison.size() + " poison records";
    }
}
