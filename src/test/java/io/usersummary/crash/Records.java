package io.usersummary.crash;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records as tests write them, and what they say. */
final class Records {

    private Records() {}

    /** An event in a partition of the input. */
    static ProducerRecord<byte[], byte[]> event(int partition, String userId, long timestamp) {
        String event =
                "{\"userId\":\"%s\",\"metadata\":{\"timestamp\":%d}}".formatted(userId, timestamp);
        return new ProducerRecord<>(Kafka.INPUT, partition, null, bytes(event));
    }

    /** A record of the output, as somebody else might write it. */
    static ProducerRecord<byte[], byte[]> published(String key, String value) {
        return new ProducerRecord<>(Kafka.OUTPUT, bytes(key), value == null ? null : bytes(value));
    }

    /** A summary as the service writes it. */
    static String summary(String userId, long first, long last) {
        return "{\"userId\":\"%s\",\"firstSeen\":%d,\"lastSeen\":%d}"
                .formatted(userId, first, last);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
