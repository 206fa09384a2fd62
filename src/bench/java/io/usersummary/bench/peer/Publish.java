package io.usersummary.bench.peer;

import io.usersummary.bench.data.SampleEvent;
import io.usersummary.bench.lab.Cluster;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Keeps the table and publishes, after each poll, every user that changed in it. Once a second it
 * waits for all acknowledgements and commits: at-least-once at the smallest cost.
 */
final class Publish implements Work {

    private static final long COMMIT_NANOS = 1_000_000_000;

    private final Map<String, Seen> table = new HashMap<>();
    private final Set<String> changed = new HashSet<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private long committed = System.nanoTime();

    Publish(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("acks", "all");
        producer = new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void take(ConsumerRecords<byte[], byte[]> records, Consumer<byte[], byte[]> consumer) {
        for (ConsumerRecord<byte[], byte[]> event : records) {
            join(TwoFields.read(event.value()));
        }
        changed.forEach(this::publish);
        changed.clear();
        if (System.nanoTime() - committed > COMMIT_NANOS) {
            producer.flush();
            consumer.commitAsync();
            committed = System.nanoTime();
        }
    }

    private void join(TwoFields.Event event) {
        Seen seen = table.get(event.userId());
        if (seen == null) {
            table.put(event.userId(), new Seen(event.timestamp()));
            changed.add(event.userId());
        } else if (seen.join(event.timestamp())) {
            changed.add(event.userId());
        }
    }

    private void publish(String userId) {
        Seen seen = table.get(userId);
        producer.send(
                new ProducerRecord<>(
                        Cluster.OUTPUT,
                        userId.getBytes(StandardCharsets.UTF_8),
                        SampleEvent.summary(userId, seen.first, seen.last)));
    }

    @Override
    public void finish() {
        producer.flush();
    }
}
