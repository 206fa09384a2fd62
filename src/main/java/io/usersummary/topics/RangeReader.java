package io.usersummary.topics;

import io.usersummary.connector.ClientSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads records that are there already, and commits nothing. Reaches the broker as the channel
 * {@code events} does. Blocking; for background threads.
 */
@ApplicationScoped
public class RangeReader {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final ClientSettings clients;
    private final TopicOffsets offsets;

    RangeReader(ClientSettings clients, TopicOffsets offsets) {
        this.clients = clients;
        this.offsets = offsets;
    }

    /** Takes in what was read. */
    @FunctionalInterface
    public interface Taker {
        void take(ConsumerRecords<byte[], byte[]> records) throws InterruptedException;
    }

    /**
     * Returns when everything in these ranges was read; some records behind them may be, too.
     *
     * @param ranges of a topic, at least one
     * @throws KafkaException if the broker does not give them for ten seconds, or the topic was
     *     deleted
     */
    public void read(String clientId, Map<TopicPartition, OffsetRange> ranges, Taker taker)
            throws InterruptedException {
        Map<String, Object> config =
                clients.consumer(
                        "events",
                        Map.of(
                                ConsumerConfig.CLIENT_ID_CONFIG,
                                clientId,
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "none",
                                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                                false));
        String topic = ranges.keySet().iterator().next().topic();
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, bytes, bytes)) {
            consumer.assign(ranges.keySet());
            ranges.forEach((partition, range) -> consumer.seek(partition, range.from()));
            long progressAt = System.nanoTime();
            while (ranges.entrySet().stream()
                    .anyMatch(range -> consumer.position(range.getKey()) < range.getValue().to())) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    taker.take(records);
                    progressAt = System.nanoTime();
                } else if (!offsets.exists(topic)) {
                    throw new KafkaException(topic + " was deleted while it was read");
                } else if (System.nanoTime() - progressAt > LONGEST_WAIT.toNanos()) {
                    throw new TimeoutException("the records of " + topic + " do not come");
                }
            }
        }
    }
}
