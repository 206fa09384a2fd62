package io.usersummary.bench.experiment;

import io.usersummary.bench.data.Filler;
import io.usersummary.bench.data.SampleEvent;
import io.usersummary.bench.lab.Cluster;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends events at a fixed rate, each one later than all before, so that each one has to be
 * published; remembers when the broker appended them.
 */
final class SteadyLoad implements AutoCloseable {

    static final int USERS = 1_000;

    private final SplittableRandom random = new SplittableRandom(1);
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private final long[] appendedAt;
    private int sent;

    /**
     * Connects.
     *
     * @param capacity the largest number of events that will be sent
     */
    SteadyLoad(String bootstrapServers, int capacity) {
        appendedAt = new long[capacity];
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 0),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /** Sends for some seconds at a rate in events a second; does not slow down for the broker. */
    void run(int rate, int seconds) {
        long start = System.nanoTime();
        int count = rate * seconds;
        for (int i = 0; i < count; i++) {
            long due = start + i * 1_000_000_000L / rate;
            while (due > System.nanoTime()) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            send(sent++);
        }
    }

    private void send(int number) {
        String userId = SampleEvent.userId(number % USERS);
        producer.send(
                new ProducerRecord<>(
                        Cluster.INPUT,
                        userId.getBytes(StandardCharsets.UTF_8),
                        SampleEvent.json(userId, timestamp(number), random)),
                (metadata, e) -> {
                    if (e != null) {
                        failure.compareAndSet(null, e);
                    } else {
                        appendedAt[number] = metadata.timestamp();
                    }
                });
    }

    /** Event time of an event by its number, in epoch seconds: one more each time for its user. */
    static long timestamp(int number) {
        return Filler.BASE_TIME + number / USERS;
    }

    /** Number of events sent so far. */
    int sent() {
        return sent;
    }

    /** When each event was appended, in epoch milliseconds; waits for all of them. */
    long[] appendedAt() {
        producer.flush();
        if (failure.get() != null) {
            throw new IllegalStateException("Could not send events", failure.get());
        }
        return appendedAt;
    }

    @Override
    public void close() {
        producer.close();
    }
}
