package io.usersummary.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.usersummary.json.Span;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Builds polls of records as Kafka would deliver them, for tests without Kafka. */
final class Events {

    private final List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = new ArrayList<>();

    private final int partitions;

    private Events(int partitions) {
        this.partitions = partitions;
    }

    static Events events() {
        return new Events(4);
    }

    /** All on one partition, and so read in the order in which they are given. */
    static Events eventsInOrder() {
        return new Events(1);
    }

    Events seen(String userId, long... timestamps) {
        for (long timestamp : timestamps) {
            value(json(userId, timestamp));
        }
        return this;
    }

    static String json(String userId, long timestamp) {
        return "{\"userId\":\"%s\",\"metadata\":{\"timestamp\":%d}}".formatted(userId, timestamp);
    }

    Events value(String value) {
        records.add(
                new ConsumerRecord<>(
                        "input_topic",
                        records.size() % partitions,
                        records.size() / partitions,
                        ByteBuffer.wrap("key".getBytes(UTF_8)),
                        ByteBuffer.wrap(value.getBytes(UTF_8))));
        return this;
    }

    /** A userId as the reader of events has it. */
    static Span userId(String userId) {
        byte[] bytes = userId.getBytes(UTF_8);
        Span span = new Span();
        span.set(bytes, 0, bytes.length);
        return span;
    }

    ConsumerRecords<ByteBuffer, ByteBuffer> poll() {
        return poll(records);
    }

    static ConsumerRecords<ByteBuffer, ByteBuffer> poll(
            List<ConsumerRecord<ByteBuffer, ByteBuffer>> records) {
        Map<TopicPartition, List<ConsumerRecord<ByteBuffer, ByteBuffer>>> byPartition =
                new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (ConsumerRecord<ByteBuffer, ByteBuffer> record : records) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            byPartition.computeIfAbsent(partition, p -> new ArrayList<>()).add(record);
            next.put(partition, new OffsetAndMetadata(record.offset() + 1));
        }
        return new ConsumerRecords<>(byPartition, next);
    }
}
