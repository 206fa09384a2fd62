package io.usersummary.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.usersummary.summary.Summary;
import io.usersummary.summary.SummaryWriter;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** What other replicas published, for tests without Kafka. */
final class Others {

    private Others() {}

    static ConsumerRecords<ByteBuffer, ByteBuffer> published(String userId, long first, long last) {
        byte[] value = SummaryWriter.json(Summary.of(userId, first, last));
        return Events.poll(
                List.of(
                        new ConsumerRecord<>(
                                "output_topic",
                                0,
                                0,
                                ByteBuffer.wrap(userId.getBytes(UTF_8)),
                                ByteBuffer.wrap(value))));
    }
}
