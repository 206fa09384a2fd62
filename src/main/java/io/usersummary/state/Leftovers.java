package io.usersummary.state;

import io.usersummary.connector.ClientSettings;
import io.usersummary.summary.Intervals;
import io.usersummary.summary.Seen;
import io.usersummary.summary.SummaryTable;
import io.usersummary.topics.InternalTopic;
import io.usersummary.topics.TopicOffsets;
import io.usersummary.topics.TopicOffsets.Unread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
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

    /** So many users may wait to be published; each takes some hundred bytes meanwhile. */
    private static final int AT_ONCE = 10_000;

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

    /** What has users published who were noted as changed. */
    interface Publication {
        void run() throws InterruptedException;
    }

    /**
     * Joins them into the table, and has published whom that changes, some thousand users at a
     * time. Blocks.
     *
     * @throws KafkaException if the broker does not give them
     */
    void join(Publication publication) throws InterruptedException {
        if (group.isEmpty() || !offsets.exists(InternalTopic.of(group.get()))) {
            return;
        }
        String topic = InternalTopic.of(group.get());
        Map<TopicPartition, Unread> unread = offsets.unread(group.get(), topic);
        if (!unread.isEmpty()) {
            LOG.infof(
                    "Joined %,d records that the engine on Kafka Streams had left in %s",
                    join(unread, publication), topic);
        }
    }

    private long join(Map<TopicPartition, Unread> unread, Publication publication)
            throws InterruptedException {
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
            consumer.assign(unread.keySet());
            unread.forEach((partition, some) -> consumer.seek(partition, some.from()));
            while (unread.entrySet().stream()
                    .anyMatch(some -> consumer.position(some.getKey()) < some.getValue().to())) {
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
                if (table.changedUsers() >= AT_ONCE) {
                    publication.run();
                }
            }
        }
        table.join(block);
        publication.run();
        return records;
    }
}
