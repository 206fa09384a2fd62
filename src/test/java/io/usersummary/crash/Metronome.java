package io.usersummary.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** One event of a new user in every partition, twenty times a second. */
final class Metronome implements AutoCloseable {

    private static final int BEAT_MILLIS = 50;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger sent = new AtomicInteger();
    private final int partitions;
    private final KafkaProducer<byte[], byte[]> producer;

    Metronome(String broker, int partitions) {
        this.partitions = partitions;
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        clock.scheduleAtFixedRate(this::beat, 0, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void beat() {
        for (int partition = 0; partition < partitions; partition++) {
            byte[] user = ("user-" + sent.incrementAndGet()).getBytes(UTF_8);
            byte[] event = Records.event(partition, new String(user, UTF_8), 1_000).value();
            producer.send(new ProducerRecord<>(Kafka.INPUT, partition, user, event));
        }
    }

    /** Waits for so many beats. */
    void awaitMore(int beats) {
        int enough = sent.get() + beats * partitions;
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> sent.get() >= enough);
    }

    /** Ends it; returns how many events there were. */
    int stop() {
        clock.shutdown();
        try {
            clock.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.flush();
        return sent.get();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        producer.close();
    }
}
