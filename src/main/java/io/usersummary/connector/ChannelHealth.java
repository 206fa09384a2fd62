package io.usersummary.connector;

import io.smallrye.reactive.messaging.health.HealthReport.HealthReportBuilder;
import io.usersummary.rate.LogThrottle;
import java.time.Duration;
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
    private volatile String retryReason;
    private volatile String failure;

    ChannelHealth(String channel) {
        this.channel = channel;
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
        retryReason = describe(cause);
        if (throttle.allows(!retryReason.equals(before))) {
            LOG.warnf("Channel %s is retrying: %s", channel, retryReason);
        }
    }

    void failed(Throwable cause) {
        failure = describe(cause);
        LOG.errorf(cause, "Channel %s has failed; the service must be restarted", channel);
    }

    private static String describe(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    void liveness(HealthReportBuilder report) {
        report.add(channel, failure == null, failure);
    }

    void readiness(HealthReportBuilder report) {
        report.add(
                channel,
                retryReason == null && failure == null,
                retryReason == null ? failure : retryReason);
    }
}
