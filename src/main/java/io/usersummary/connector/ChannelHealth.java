package io.usersummary.connector;

import io.smallrye.reactive.messaging.health.HealthReport.HealthReportBuilder;
import io.usersummary.rate.LogThrottle;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * What is known of one channel: healthy, retrying (a broker refuses or is away: not ready), or
 * failed (by a fault of our own: not live). Thread-safe.
 */
final class ChannelHealth {

    private static final Logger LOG = Logger.getLogger(ChannelHealth.class);
    private static final Duration REPEAT = Duration.ofSeconds(30);

    private final LogThrottle throttle = new LogThrottle(REPEAT);
    private final String channel;
    private final Consumer<LostOffsets> losses;
    private volatile String retryReason;
    private volatile String failure;
    private volatile LostOffsets lastLost;

    /**
     * @param losses is told what is lost, on the thread that polls
     */
    ChannelHealth(String channel, Consumer<LostOffsets> losses) {
        this.channel = channel;
        this.losses = losses;
    }

    void healthy() {
        if (retryReason != null) {
            retryReason = null;
            LOG.infof("Channel %s works again", channel);
        }
    }

    /** Notes a failure that will be tried again; logs it, but not over and over. */
    synchronized void retrying(Throwable cause) {
        String before = retryReason;
        retryReason = ClientFault.describe(cause);
        if (throttle.allows(!retryReason.equals(before))) {
            LOG.warnf("Channel %s is retrying: %s", channel, retryReason);
        }
    }

    /** Notes that a range of a partition is gone for good; it stays in the readiness' data. */
    void lost(TopicPartition partition, long from, long to) {
        LostOffsets lost = new LostOffsets(channel, partition, from, to);
        LOG.errorf("Channel %s: %s", channel, lost);
        lastLost = lost;
        losses.accept(lost);
    }

    void failed(Throwable cause) {
        failure = ClientFault.describe(cause);
        LOG.errorf(cause, "Channel %s has failed; the service must be restarted", channel);
    }

    boolean isRetrying() {
        return retryReason != null;
    }

    void liveness(HealthReportBuilder report) {
        report.add(channel, failure == null, failure);
    }

    void readiness(HealthReportBuilder report) {
        String trouble = failure == null ? retryReason : failure;
        if (trouble != null) {
            report.add(channel, false, trouble);
        } else {
            report.add(channel, true, lastLost == null ? null : lastLost.toString());
        }
    }
}
