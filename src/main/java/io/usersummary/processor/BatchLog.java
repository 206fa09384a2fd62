package io.usersummary.processor;

import io.usersummary.rate.TokenBucket;
import io.usersummary.summary.Summary;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Tells a person in the log what happens to the data. For dev mode; its log category is off in
 * production.
 */
@Singleton
class BatchLog implements BatchListener {

    private static final Logger LOG = Logger.getLogger(BatchLog.class);
    private static final int MOST_SUMMARIES = 20;
    private static final int MOST_BATCHES_A_SECOND = 5;

    private final TokenBucket batches =
            new TokenBucket(MOST_BATCHES_A_SECOND, MOST_BATCHES_A_SECOND);
    private boolean pointedOut;

    @Override
    public void closed(SummaryBatch batch) {
        if (!LOG.isInfoEnabled() || batch.events() == 0 || !batches.take()) {
            return;
        }
        LOG.infof("Read a batch of %d event(s): %d user(s) changed", batch.events(), batch.size());
        batch.summaries().stream().limit(MOST_SUMMARIES).forEach(BatchLog::tell);
        if (batch.size() > MOST_SUMMARIES) {
            LOG.infof("  ... and %d more", batch.size() - MOST_SUMMARIES);
        }
    }

    private static void tell(Summary summary) {
        LOG.infof(
                "  %s  first seen %s  last seen %s",
                printable(summary.userId()),
                instant(summary.firstSeen()),
                instant(summary.lastSeen()));
    }

    /** UserIds are other people's text: no line breaks and no endless ids in our log. */
    static String printable(String userId) {
        String clean = userId.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= 64 ? clean : clean.substring(0, 64) + "...";
    }

    /** ISO 8601, for as long as there are years for it. */
    private static String instant(long epochSeconds) {
        return epochSeconds <= Instant.MAX.getEpochSecond()
                ? Instant.ofEpochSecond(epochSeconds).toString()
                : Long.toString(epochSeconds);
    }

    @Override
    public void durable(SummaryBatch batch) {
        if (!pointedOut && batch.size() > 0 && LOG.isInfoEnabled()) {
            pointedOut = true;
            LOG.infof(
                    "Published %d summaries, keyed by userId. Watch them at the dashboard (the root"
                            + " page of this service), or with kcat -C -t output_topic",
                    batch.size());
        }
    }
}
