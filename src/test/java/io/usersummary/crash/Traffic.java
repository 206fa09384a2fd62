package io.usersummary.crash;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/**
 * Events, some two hundred a second, made to hurt: keyed by user, by message or not at all, so that
 * one user's events meet in several instances at a time; most users with a few events only, so that
 * every lost one shows; some events twice, soon or late; and some that are no events.
 *
 * <p>The truth is what the input topic holds; what was sent is remembered for when it loses some.
 */
final class Traffic implements AutoCloseable {

    private static final int BURST = 10;
    private static final Duration EVERY = Duration.ofMillis(50);
    private static final int REMEMBERED = 2_000;
    private static final long SECONDS = 1_000_000_000;

    /** No events, each for another reason. */
    private static final List<String> POISON =
            List.of(
                    "",
                    "no JSON",
                    "[]",
                    "{\"metadata\":{\"timestamp\":1534382478}}",
                    "{\"userId\":\"  \",\"metadata\":{\"timestamp\":1534382478}}",
                    "{\"userId\":\"poison\",\"metadata\":{\"timestamp\":-1}}",
                    "{\"userId\":\"poison\",\"metadata\":{\"timestamp\":\"1534382478\"}}",
                    "{\"userId\":\"poison\",\"metadata\":{\"timestamp\":99999999999999}}",
                    "{\"userId\":\"poison\"}",
                    "{\"userId\":\"poison\",\"metadata\":{\"timestamp\":1534382478}");

    private final Random random;
    private final Deque<ProducerRecord<byte[], byte[]>> sent = new ArrayDeque<>();
    private final AtomicLong arrived = new AtomicLong();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final KafkaProducer<byte[], byte[]> producer;
    private final Fold sentEvents = new Fold();
    private volatile boolean paused;
    private int users = 1;
    private long messages;

    Traffic(String broker, long seed) {
        random = new Random(seed);
        producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers", broker,
                                "max.block.ms", 1_000,
                                // It is to go on, whatever becomes of topics: twice is no matter.
                                "enable.idempotence", false,
                                "request.timeout.ms", 5_000,
                                "delivery.timeout.ms", 20_000),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        clock.scheduleWithFixedDelay(this::burst, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The number of records that have arrived at the broker. */
    long arrived() {
        return arrived.get();
    }

    /** Waits until so many more records have arrived. */
    void awaitMore(int records) {
        long enough = arrived() + records;
        Awaitility.await(records + " more events to be sent")
                .atMost(ChildProcess.PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> arrived() >= enough);
    }

    /** Sends nothing for now, or goes on. */
    void pause(boolean paused) {
        this.paused = paused;
    }

    /** What all events amount to that may have arrived at some time. */
    Fold sent() {
        synchronized (sentEvents) {
            Fold copy = new Fold();
            copy.add(sentEvents);
            return copy;
        }
    }

    private void burst() {
        if (paused) {
            return;
        }
        for (int i = 0; i < BURST; i++) {
            // A broker that is away fails some; only what arrives is input.
            ProducerRecord<byte[], byte[]> record = next();
            producer.send(
                    record,
                    (metadata, failure) -> {
                        if (failure == null) {
                            arrived.incrementAndGet();
                        }
                        if (!isInVain(failure)) {
                            synchronized (sentEvents) {
                                sentEvents.add(record);
                            }
                        }
                    });
        }
    }

    /** Whether a record did certainly not arrive: any other that failed may have done so. */
    private static boolean isInVain(Exception failure) {
        return failure instanceof UnknownTopicOrPartitionException
                || failure instanceof TimeoutException
                        && failure.getMessage().contains("not present in metadata");
    }

    private ProducerRecord<byte[], byte[]> next() {
        if (!sent.isEmpty() && random.nextInt(20) == 0) {
            ProducerRecord<byte[], byte[]> again =
                    random.nextBoolean() ? sent.peekFirst() : sent.peekLast();
            return record(again.key(), again.value());
        }
        ProducerRecord<byte[], byte[]> record = random.nextInt(25) == 0 ? poison() : event();
        sent.addLast(record);
        if (sent.size() > REMEMBERED) {
            sent.removeFirst();
        }
        return record;
    }

    private ProducerRecord<byte[], byte[]> poison() {
        int which = random.nextInt(POISON.size() + 1);
        return record(
                bytes("poison-" + messages++),
                which == POISON.size() ? null : bytes(POISON.get(which)));
    }

    private ProducerRecord<byte[], byte[]> event() {
        String userId = "user-" + user();
        String messageId = "message-" + messages++;
        long timestamp = 500_000_000 + (long) (random.nextDouble() * SECONDS);
        String event =
                """
                {"userId":"%s","type":"Event","metadata":{"messageId":"%s","sentAt":%d,"timestamp":%d}}"""
                        .formatted(userId, messageId, timestamp, timestamp);
        byte[] key =
                switch (random.nextInt(3)) {
                    case 0 -> bytes(userId);
                    case 1 -> bytes(messageId);
                    default -> null;
                };
        return record(key, bytes(event));
    }

    /** Often a new user or one of the last few, at times a common one or one from long ago. */
    private int user() {
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> users++;
            case 4, 5, 6, 7 -> Math.max(0, users - 1 - random.nextInt(10));
            case 8 -> random.nextInt(Math.min(users, 20));
            default -> random.nextInt(users);
        };
    }

    private static ProducerRecord<byte[], byte[]> record(byte[] key, byte[] value) {
        return new ProducerRecord<>(Kafka.INPUT, key, value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Sends no more, and returns when what was sent has arrived or failed. */
    @Override
    public void close() {
        clock.shutdown();
        try {
            clock.awaitTermination(ChildProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
