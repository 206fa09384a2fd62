package io.usersummary.connector;

import io.smallrye.reactive.messaging.health.HealthReport.HealthReportBuilder;
import io.usersummary.rate.LogThrottle;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * What is known of one channel: healthy, retrying (a broker refuses or is away: not ready), or
 * failed (by a fault of our own: not live). Thread-safe.
 */
final class ChannelHealth {

    private static final Logger LOG = Logger.getLogger(ChannelHealth.class);
    private static final Duration REPEAT = Duration.ofSeconds(10);
    private static final Duration MOMENT = Duration.ofSeconds(10);

    private final Map<String, LogThrottle> throttles = new ConcurrentHashMap<>();
    private final String channel;
    private final Consumer<LostOffsets> losses;
    private volatile String retryReason;
    private volatile String unreadable = "";
    private volatile String lacking;
    private volatile long lastEstablished = System.nanoTime() - MOMENT.toNanos();
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
        lastEstablished = System.nanoTime();
        lacking = null;
        if (retryReason != null) {
            retryReason = null;
            LOG.infof("Channel %s works again", channel);
        }
    }

    /** Notes a failure that will be tried again; logs each cause, but not over and over. */
    void retrying(Throwable cause) {
        String reason = ClientFault.describe(cause);
        retryReason = reason;
        if (throttle(ClientFault.rootOf(cause).getClass().getName()).allows()) {
            LOG.warnf("Channel %s is retrying: %s", channel, reason);
        }
    }

    /** A cause is named by its type: what it says may count, or name a record. */
    private LogThrottle throttle(String cause) {
        return throttles.computeIfAbsent(cause, first -> new LogThrottle(REPEAT));
    }

    /** Notes what is lacking to work at all; a moment without it is nothing to speak of. */
    void notEstablished(String what) {
        if (System.nanoTime() - lastEstablished >= MOMENT.toNanos()) {
            lacking = what;
        }
    }

    /** Notes which partitions cannot be read, in words; empty when all can. */
    synchronized void unreadable(String partitions) {
        boolean news = !partitions.equals(unreadable);
        unreadable = partitions;
        if (partitions.isEmpty()) {
            if (news) {
                LOG.infof("Channel %s can read all of its partitions again", channel);
            }
        } else if (throttle("unreadable").allows(news)) {
            LOG.errorf("Channel %s: %s", channel, partitions);
        }
    }

    /** Notes that a range of a partition is gone for good; it stays in the readiness' data. */
    void lost(TopicPartition partition, long from, long to) {
        lost(new LostOffsets(channel, partition, from, to, false));
    }

    /** Notes that a range of a partition could not be read and was not, as somebody said. */
    void steppedOver(TopicPartition partition, long from, long to) {
        lost(new LostOffsets(channel, partition, from, to, true));
    }

    private void lost(LostOffsets lost) {
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
        String trouble = trouble();
        if (trouble != null) {
            report.add(channel, false, trouble);
        } else {
            report.add(channel, true, lastLost == null ? null : lastLost.toString());
        }
    }

    private String trouble() {
        if (failure != null) {
            return failure;
        }
        if (retryReason != null) {
            return retryReason;
        }
        return unreadable.isEmpty() ? lacking : unreadable;
    }
}
