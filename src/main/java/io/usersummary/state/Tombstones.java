package io.usersummary.state;

import io.usersummary.connector.ClientSettings;
import io.usersummary.topics.TopicsSettings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Has users forgotten: writes a tombstone to {@code output_topic}, which every instance follows.
 *
 * <p>The producer is its own and made when it is first needed: unlike that of the summaries it
 * gives up, so that whoever asked gets an answer. The table here learns of the tombstone by
 * following the topic like everybody else, in the order of the topic, so that a summary that is
 * published right behind the tombstone is not lost.
 */
@ApplicationScoped
public class Tombstones {

    private static final int TIMEOUT_MS = 10_000;
    private static final int REQUEST_MS = 4_000;

    private final PublishedSummaries published;
    private final ClientSettings clients;
    private final String topic;
    private Producer<byte[], byte[]> producer;

    Tombstones(PublishedSummaries published, ClientSettings clients, TopicsSettings topics) {
        this.published = published;
        this.clients = clients;
        this.topic = topics.output();
    }

    /**
     * Writes a user's tombstone, and returns once it is acknowledged and this instance's table has
     * followed it. Blocks for ten seconds at most.
     *
     * @throws OutcomeUnknownException if that did not happen in time; it may still happen
     */
    public void write(byte[] userId) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMillis(TIMEOUT_MS).toNanos();
        try {
            RecordMetadata written =
                    producer()
                            .send(new ProducerRecord<>(topic, userId, null))
                            .get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
            TopicPartition partition = new TopicPartition(topic, written.partition());
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            if (!published.awaitReached(Map.of(partition, written.offset() + 1), left)) {
                throw new OutcomeUnknownException(
                        "the tombstone is written, and not followed yet", null);
            }
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            throw new OutcomeUnknownException(cause.getMessage(), cause);
        }
    }

    private synchronized Producer<byte[], byte[]> producer() {
        if (producer == null) {
            producer =
                    new KafkaProducer<>(
                            clients.producer(
                                    "summaries",
                                    Map.of(
                                            "client.id",
                                            "user-summary-tombstones",
                                            "linger.ms",
                                            0,
                                            "max.block.ms",
                                            REQUEST_MS,
                                            "request.timeout.ms",
                                            REQUEST_MS,
                                            "delivery.timeout.ms",
                                            TIMEOUT_MS - REQUEST_MS)),
                            new ByteArraySerializer(),
                            new ByteArraySerializer());
        }
        return producer;
    }

    @PreDestroy
    synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(1));
        }
    }

    /** Whether the user is, or will be, forgotten is not known. */
    public static final class OutcomeUnknownException extends RuntimeException {
        OutcomeUnknownException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
