package io.usersummary.state;

import io.usersummary.rate.LogThrottle;
import io.usersummary.summary.Intervals;
import io.usersummary.summary.Seen;
import io.usersummary.summary.SummaryTable;
import io.usersummary.topics.InternalTopic;
import io.usersummary.topics.OffsetRange;
import io.usersummary.topics.RangeReader;
import io.usersummary.topics.TopicOffsets;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * What the engine on Kafka Streams had read of the input, and not yet put into the table, when its
 * last instance ended. It sends events on by userId through a topic of its own, and counts them as
 * read from then on: whoever takes over from it, in the same group, finds them only there.
 *
 * <p>Once they are in the table and published they are deleted there, as that engine does: read
 * again with the next start, they would bring back users who were forgotten since.
 */
@ApplicationScoped
class Leftovers {

    private static final Logger LOG = Logger.getLogger(Leftovers.class);

    /** So many users may wait to be published; each takes some hundred bytes meanwhile. */
    private static final int AT_ONCE = 10_000;

    /** Part of the client-id of each of that engine's consumers. */
    private static final String STREAM_THREAD = "-StreamThread-";

    private static final Duration LOG_EVERY = Duration.ofMinutes(1);

    private final RangeReader reader;
    private final TopicOffsets offsets;
    private final SummaryTable table;
    private final Optional<String> group;
    private final LogThrottle throttle = new LogThrottle(LOG_EVERY);

    Leftovers(
            RangeReader reader,
            TopicOffsets offsets,
            SummaryTable table,
            @ConfigProperty(name = "mp.messaging.incoming.events.group.id")
                    Optional<String> group) {
        this.reader = reader;
        this.offsets = offsets;
        this.table = table;
        this.group = group;
    }

    /** What has users published who were noted as changed. */
    interface Publication {

        /** Blocks until that is durable; returns whether all of them were taken. */
        boolean run() throws InterruptedException;
    }

    /**
     * Joins them into the table, and has published whom that changes, some thousand users at a
     * time. Blocks.
     *
     * @throws KafkaException if the broker does not give them, or there may be more in a moment
     */
    void join(Publication publication) throws InterruptedException {
        if (group.isEmpty() || !offsets.exists(InternalTopic.of(group.get()))) {
            return;
        }
        String topic = InternalTopic.of(group.get());
        refuseWhileItRuns(topic);
        Map<TopicPartition, OffsetRange> unread = offsets.unread(group.get(), topic);
        if (unread.isEmpty()) {
            return;
        }
        LOG.infof(
                "Joined %,d records that the engine on Kafka Streams had left in %s",
                join(unread, publication), topic);
        if (publication.run()) {
            delete(topic, unread);
        }
    }

    private void refuseWhileItRuns(String topic) throws InterruptedException {
        if (offsets.clientIds(group.get()).stream().noneMatch(id -> id.contains(STREAM_THREAD))) {
            return;
        }
        String reason =
                "the engine on Kafka Streams is still in the group %s and may leave more events in %s: stop it, or wait for the end of its session"
                        .formatted(group.get(), topic);
        if (throttle.allows()) {
            LOG.warn(reason);
        }
        throw new KafkaException(reason);
    }

    private void delete(String topic, Map<TopicPartition, OffsetRange> joined)
            throws InterruptedException {
        try {
            offsets.delete(joined);
        } catch (KafkaException e) {
            LOG.warnf(
                    "What was joined of %s could not be deleted there, and is read again with the next start, also of users who are forgotten until then: delete that topic. %s",
                    topic, e.getMessage());
        }
    }

    private long join(Map<TopicPartition, OffsetRange> unread, Publication publication)
            throws InterruptedException {
        Intervals block = new Intervals(Integer.MAX_VALUE);
        AtomicLong count = new AtomicLong();
        reader.read(
                "user-summary-leftovers",
                unread,
                records -> {
                    count.addAndGet(records.count());
                    records.forEach(record -> add(record, block));
                    if (table.changedUsers() >= AT_ONCE) {
                        publication.run();
                    }
                });
        table.join(block);
        return count.get();
    }

    private void add(ConsumerRecord<byte[], byte[]> record, Intervals block) {
        Seen seen = Seen.of(record.value());
        byte[] userId = record.key();
        block.add(userId, 0, userId.length, seen.first(), seen.last());
        if (block.isLarge()) {
            table.join(block);
            block.clear();
        }
    }
}
