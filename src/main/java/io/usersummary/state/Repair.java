package io.usersummary.state;

import io.usersummary.processor.SummaryMetrics;
import io.usersummary.processor.SummaryProcessor;
import io.usersummary.summary.SummaryTable;
import io.usersummary.topics.TopicOffsets;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Publishes a user's summary again when the newest record of {@code output_topic} says less than
 * the table knows: because a slower replica wrote after a faster one, or because a write was lost.
 *
 * <p>It must not mistake a record that is merely on its way for one that is missing. So a round
 * first notes which users are unconfirmed, then waits for everything published until then to be
 * durable, asks where the topic ends, and waits until it was followed up to there. Who is still
 * unconfirmed since is published again, once. Rounds begin at random moments, so that of several
 * replicas the first one speaks and the others hear it. A quiet table costs nothing.
 */
@ApplicationScoped
public class Repair {

    private static final Logger LOG = Logger.getLogger(Repair.class);
    private static final int PAUSE_MILLIS = 1_000;
    private static final int CHECK_MILLIS = 20;
    private static final int PAUSES_PER_WALK = 20;

    private final SummaryTable table;
    private final SummaryProcessor processor;
    private final PublishedSummaries published;
    private final SummaryMetrics metrics;
    private final TopicOffsets offsets;
    private final String topic;
    private long lastWalkMillis;

    Repair(
            SummaryTable table,
            SummaryProcessor processor,
            PublishedSummaries published,
            SummaryMetrics metrics,
            TopicOffsets offsets,
            @ConfigProperty(name = "mp.messaging.incoming.published-summaries.topic")
                    String topic) {
        this.table = table;
        this.processor = processor;
        this.published = published;
        this.metrics = metrics;
        this.offsets = offsets;
        this.topic = topic;
    }

    /** One round; returns when it is over, and at least a second later. */
    void round() throws InterruptedException {
        Thread.sleep(
                ThreadLocalRandom.current().nextInt(PAUSE_MILLIS, 2 * PAUSE_MILLIS)
                        + PAUSES_PER_WALK * lastWalkMillis);
        int round;
        long closed;
        synchronized (table) {
            if (table.unconfirmed() == 0) {
                return;
            }
            round = table.endRound();
            closed = processor.lastClosed();
        }
        while (processor.durableThrough() < closed) {
            Thread.sleep(CHECK_MILLIS);
        }
        Map<TopicPartition, Long> ends = offsets.ends(topic);
        while (!published.awaitReached(ends, PAUSE_MILLIS)) {
            LOG.debug("Still following what was published");
        }
        publishUnconfirmed(round);
    }

    /** Walks the table part by part, so that nobody waits long for its monitor. */
    private void publishUnconfirmed(int round) {
        long start = System.nanoTime();
        int repaired = 0;
        for (int part = 0; ; part++) {
            synchronized (table) {
                if (part >= table.parts() || table.unconfirmed() == 0) {
                    break;
                }
                LongStream.Builder found = LongStream.builder();
                table.unconfirmedUpTo(round, part, row -> add(found, row));
                long[] rows = found.build().toArray();
                if (rows.length > 0) {
                    processor.publishAgain(rows);
                    repaired += rows.length;
                }
            }
        }
        lastWalkMillis = (System.nanoTime() - start) / 1_000_000;
        if (repaired > 0) {
            metrics.repaired(repaired);
            LOG.infof("Published %d user(s) again whose newest record said less", repaired);
        }
    }

    /** A user whom the open batch is about to publish needs no repair. */
    private void add(LongStream.Builder found, long row) {
        if (!table.isChanged(row)) {
            found.add(row);
        }
    }
}
