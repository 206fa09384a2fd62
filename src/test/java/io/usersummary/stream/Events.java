package io.usersummary.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.usersummary.kafka.Poll;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Builds polls of records as Kafka would deliver them, for tests without Kafka. */
final class Events {

    private final List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = new ArrayList<>();

    static Events events() {
        return new Events();
    }

    Events seen(String userId, long... timestamps) {
        for (long timestamp : timestamps) {
            value(
                    "{\"userId\":\"%s\",\"metadata\":{\"timestamp\":%d}}"
                            .formatted(userId, timestamp));
        }
        return this;
    }

    Events value(String value) {
        records.add(
                new ConsumerRecord<>(
                        "input_topic",
                        records.size() % 4,
                        records.size() / 4,
                        ByteBuffer.wrap("key".getBytes(UTF_8)),
                        ByteBuffer.wrap(value.getBytes(UTF_8))));
        return this;
    }

    Poll poll() {
        return Poll.of(records);
    }
}
