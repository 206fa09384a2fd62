package io.usersummary.bench.data;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Events as they come in live, each later than all before, so that each has to be published; but
 * readable all at once, for consumers that wait for transactions. So nobody has a head start.
 */
public final class Backlog implements AutoCloseable {

    private final SplittableRandom random = new SplittableRandom(2);
    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final int users;
    private long written;

    public Backlog(String bootstrapServers, String topic, int users) {
        this.topic = topic;
        this.users = users;
        producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "transactional.id",
                                "bench-" + UUID.randomUUID(),
                                "transaction.timeout.ms",
                                600_000,
                                "batch.size",
                                256 * 1024,
                                "linger.ms",
                                20),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        producer.initTransactions();
    }

    /** Writes events that nobody sees before {@link #release()}. */
    public void write(long count) {
        producer.beginTransaction();
        for (long end = written + count; written < end; written++) {
            String userId = SampleEvent.userId((int) (written % users));
            long timestamp = Filler.BASE_TIME + written / users;
            producer.send(
                    new ProducerRecord<>(
                            topic,
                            userId.getBytes(StandardCharsets.UTF_8),
                            SampleEvent.json(userId, timestamp, random)));
        }
        producer.flush();
    }

    /** Makes all that was written readable. */
    public void release() {
        try {
            producer.commitTransaction();
        } catch (KafkaException e) {
            throw new IllegalStateException("Could not write the backlog: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
