package io.usersummary.bench.data;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes the data of a workload to a topic, keyed by userId, before anything is measured. */
public final class Filler {

    /** Event time of the sample data set, in epoch seconds; events are up to four digits later. */
    public static final long BASE_TIME = 1_534_382_478;

    private static final int TIME_RANGE = 10_000;

    private final String bootstrapServers;

    public Filler(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Writes the events of a workload and returns the table that follows from them. */
    public Expected events(String topic, Workload workload) {
        SplittableRandom random = workload.random();
        IntSupplier actors = workload.actors(random);
        Expected expected = new Expected(workload.users());
        try (Sender sender = new Sender(topic)) {
            for (long i = 0; i < workload.events(); i++) {
                int user = actors.getAsInt();
                long timestamp = workload.time(i, BASE_TIME, TIME_RANGE, random);
                String userId = SampleEvent.userId(user);
                sender.send(userId, SampleEvent.json(userId, timestamp, random));
                expected.join(user, timestamp);
            }
        }
        return expected;
    }

    /** Writes one summary for each of a number of users. */
    public void summaries(String topic, int users) {
        SplittableRandom random = new SplittableRandom(users);
        try (Sender sender = new Sender(topic)) {
            for (int user = 0; user < users; user++) {
                String userId = SampleEvent.userId(user);
                long first = BASE_TIME + random.nextInt(TIME_RANGE);
                long last = first + random.nextInt(TIME_RANGE);
                sender.send(userId, SampleEvent.summary(userId, first, last));
            }
        }
    }

    /**
     * Writes one summary for each of a number of users who were all seen before the base time, in
     * the years of a span.
     */
    public void summariesOver(int years, String topic, int users) {
        SplittableRandom random = new SplittableRandom(users);
        long span = years * 365L * 86_400;
        try (Sender sender = new Sender(topic)) {
            for (int user = 0; user < users; user++) {
                String userId = SampleEvent.userId(user);
                long first = BASE_TIME - 1 - random.nextLong(span);
                long last = random.nextLong(first, BASE_TIME);
                sender.send(userId, SampleEvent.summary(userId, first, last));
            }
        }
    }

    private final class Sender implements AutoCloseable {

        private final String topic;
        private final KafkaProducer<byte[], byte[]> producer;
        private final AtomicReference<Exception> failure = new AtomicReference<>();

        Sender(String topic) {
            this.topic = topic;
            Map<String, Object> settings =
                    Map.of(
                            "bootstrap.servers",
                            bootstrapServers,
                            "acks",
                            "all",
                            "batch.size",
                            256 * 1024,
                            "linger.ms",
                            20);
            producer =
                    new KafkaProducer<>(
                            settings, new ByteArraySerializer(), new ByteArraySerializer());
        }

        void send(String key, byte[] value) {
            producer.send(
                    new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value),
                    (sent, e) -> failure.compareAndSet(null, e));
        }

        @Override
        public void close() {
            producer.close();
            if (failure.get() != null) {
                throw new IllegalStateException(
                        "Could not fill %s: %s".formatted(topic, failure.get().getMessage()),
                        failure.get());
            }
        }
    }
}
