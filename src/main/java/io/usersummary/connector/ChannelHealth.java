package io.usersummary.connector;

import io.smallrye.reactive.messaging.health.HealthReport.HealthReportBuilder;
import io.usersummary.rate.LogThrottle;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * What is known of one channel: well, troubled (by a broker, and trying again: not ready), or dead
 * (by a fault of our own: not live). Thread-safe.
 */
final class ChannelHealth {

    private static final Logger LOG = Logger.getLogger(ChannelHealth.class);
    private static final Duration REPEAT = Duration.ofSeconds(30);

    private final LogThrottle throttle = new LogThrottle(REPEAT);
    private final String channel;
    private volatile String trouble;
    private volatile String death;

    ChannelHealth(String channel) {
        this.channel = channel;
    }

    void well() {
        if (trouble != null) {
            trouble = null;
            LOG.infof("Channel %s works again", channel);
        }
    }

    /** Notes a trouble that will be tried again; logs it, but not over and over. */
    synchronized void troubled(Throwable cause) {
        String before = trouble;
        trouble = describe(cause);
        if (throttle.allows(!trouble.equals(before))) {
            LOG.warnf("Channel %s is in trouble and keeps trying: %s", channel, trouble);
        }
    }

    void died(Throwable cause) {
        death = describe(cause);
        LOG.errorf(cause, "Channel %s has died, the service must be restarted", channel);
    }

    private static String describe(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    void liveness(HealthReportBuilder report) {
        report.add(channel, death == null, death);
    }

    void readiness(HealthReportBuilder report) {
        report.add(channel, trouble == null && death == null, trouble == null ? death : trouble);
    }
}
