package io.usersummary.state;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.usersummary.processor.BatchProgress;
import io.usersummary.processor.Repairs;
import io.usersummary.rate.LogThrottle;
import io.usersummary.summary.SummaryTable;
import io.usersummary.summary.Walk;
import io.usersummary.topics.TopicOffsets;
import io.usersummary.topics.TopicsSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.TopicPartition;
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
class Repair implements Repairs {

    private static final Logger LOG = Logger.getLogger(Repair.class);
    private static final Duration LOG_EVERY = Duration.ofSeconds(10);
    private static final int PAUSE_MILLIS = 1_000;
    private static final int CHECK_MILLIS = 20;
    private static final int PAUSES_PER_WALK = 20;
    private static final int PLACES_PER_PART = 10_000;

    private final SummaryTable table;
    private final BatchProgress progress;
    private final PublishedSummaries published;
    private final StateMetrics metrics;
    private final TopicOffsets offsets;
    private final String topic;
    private final UnicastProcessor<Integer> found = UnicastProcessor.create();
    private final LogThrottle throttle = new LogThrottle(LOG_EVERY);
    private long lastWalkMillis;

    Repair(
            SummaryTable table,
            BatchProgress progress,
            PublishedSummaries published,
            StateMetrics metrics,
            TopicOffsets offsets,
            TopicsSettings topics) {
        this.table = table;
        this.progress = progress;
        this.published = published;
        this.metrics = metrics;
        this.offsets = offsets;
        this.topic = topics.output();
    }

    @Override
    public Multi<Integer> found() {
        return found;
    }

    /**
     * Has users published who were noted as changed by other means than an event; returns once that
     * is durable. For as long as there are no events yet, which change users, too.
     *
     * @return whether the output topic has taken all of them
     */
    boolean publishChanged() throws InterruptedException {
        found.onNext(table.changedUsers());
        while (table.changedUsers() > 0) {
            Thread.sleep(CHECK_MILLIS);
        }
        awaitDurable();
        return !progress.isAnyRefused();
    }

    /** Waits for everything that was taken from the table so far. */
    private void awaitDurable() throws InterruptedException {
        long taken = table.takes();
        while (progress.lastDurableBatch() < taken) {
            Thread.sleep(CHECK_MILLIS);
        }
    }

    /** One round; returns when it is over, and at least a second later. */
    void round() throws InterruptedException {
        Thread.sleep(
                ThreadLocalRandom.current().nextInt(PAUSE_MILLIS, 2 * PAUSE_MILLIS)
                        + PAUSES_PER_WALK * lastWalkMillis);
        progress.recheckRefused();
        if (table.unconfirmed() == 0) {
            return;
        }
        // In this order: whoever became unconfirmed in the round did so in one of these batches.
        int round = table.endRound();
        awaitDurable();
        Map<TopicPartition, Long> ends = offsets.ends(topic);
        while (!published.awaitReached(ends, Duration.ofMillis(PAUSE_MILLIS))) {
            LOG.debug("Still following what was published");
            ends = offsets.noFurther(topic, ends);
        }
        publishUnconfirmed(round);
    }

    private void publishUnconfirmed(int round) {
        long start = System.nanoTime();
        int repaired = 0;
        Walk walk = Walk.inPartsOf(PLACES_PER_PART);
        while (!walk.isOver() && table.unconfirmed() > 0) {
            int users = table.changeUnconfirmed(round, walk);
            if (users > 0) {
                found.onNext(users);
                repaired += users;
            }
        }
        lastWalkMillis = (System.nanoTime() - start) / 1_000_000;
        if (repaired > 0) {
            metrics.repaired(repaired);
            if (throttle.allows()) {
                LOG.infof(
                        "Republishing %d summaries whose newest record in the output topic is stale",
                        repaired);
            }
        }
    }
}
