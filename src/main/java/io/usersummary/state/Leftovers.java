package io.usersummary.state;

import io.usersummary.connector.ClientSettings;
import io.usersummary.summary.Intervals;
import io.usersummary.summary.Seen;
import io.usersummary.summary.SummaryTable;
import io.usersummary.topics.TopicOffsets;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * What the engine on Kafka Streams had read of the input, and not yet put into the table, when its
 * last instance ended. It sends events on by userId through a topic of its own, and counts them as
 * read from then on: whoever takes over from it, in the same group, finds them only there.
 *
 * <p>They are read with every start while they are there, as nobody but that engine removes them;
 * what the table knows already changes nothing.
 */
@ApplicationScoped
class Leftovers {

    private static final Logger LOG = Logger.getLogger(Leftovers.class);
    private static final String TOPIC = "-by-user-repartition";
    private static final Duration POLL = Duration.ofMillis(100);

    private final ClientSettings clients;
    private final TopicOffsets offsets;
    private final SummaryTable table;
    private final Optional<String> group;

    Leftovers(
            ClientSettings clients,
            TopicOffsets offsets,
            SummaryTable table,
            @ConfigProperty(name = "mp.messaging.incoming.events.group.id")
                    Optional<String> group) {
        this.clients = clients;
        this.offsets = offsets;
        this.table = table;
        this.group = group;
    }

    /**
     * Joins them into the table; whom that changes is noted as changed. Blocks.
     *
     * @return whether there were any
     * @throws KafkaException if the broker does not give them
     */
    boolean join() throws InterruptedException {
        if (group.isEmpty() || !offsets.exists(group.get() + TOPIC)) {
            return false;
        }
        String topic = group.get() + TOPIC;
        Map<TopicPartition, Long> ends = offsets.ends(topic);
        Map<TopicPartition, Long> begins = offsets.begins(topic);
        Map<TopicPartition, Long> committed = offsets.committed(group.get(), topic);
        Map<TopicPartition, Long> from = new HashMap<>();
        ends.forEach(
                (partition, end) -> {
                    long begin = begins.get(partition);
                    long next = Math.max(begin, committed.getOrDefault(partition, begin));
                    if (next < end) {
                        from.put(partition, next);
                    }
                });
        if (from.isEmpty()) {
            return false;
        }
        LOG.infof(
                "Joined %,d records that the engine on Kafka Streams had left in %s",
                join(from, ends), topic);
        return true;
    }

    private long join(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
        Map<String, Object> config =
                clients.consumer(
                        "events",
                        Map.of(
                                ConsumerConfig.CLIENT_ID_CONFIG,
                                "user-summary-leftovers",
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "none"));
        Intervals block = new Intervals(Integer.MAX_VALUE);
        long records = 0;
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, bytes, bytes)) {
            consumer.assign(from.keySet());
            from.forEach(consumer::seek);
            while (from.keySet().stream().anyMatch(p -> consumer.position(p) < to.get(p))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    Seen seen = Seen.of(record.value());
                    byte[] userId = record.key();
                    block.add(userId, 0, userId.length, seen.first(), seen.last());
                    if (block.isLarge()) {
                        table.join(block);
                        block.clear();
                    }
                    records++;
                }
            }
        }
        table.join(block);
        return records;
    }
}
