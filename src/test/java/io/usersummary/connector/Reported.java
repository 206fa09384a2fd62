package io.usersummary.connector;

import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReport.ChannelInfo;
import io.smallrye.reactive.messaging.health.HealthReport.HealthReportBuilder;
import java.util.function.Consumer;

/** What a channel's health answers to whoever asks. */
final class Reported {

    private Reported() {}

    static boolean live(ChannelHealth health) {
        return ask(health::liveness).isOk();
    }

    /** {@code UP}, or what is wrong. */
    static String readiness(ChannelHealth health) {
        ChannelInfo said = readinessWithData(health);
        return said.isOk() ? "UP" : said.getMessage();
    }

    /** Whether it is ready, and what else it says, ready or not; null for nothing. */
    static ChannelInfo readinessWithData(ChannelHealth health) {
        return ask(health::readiness);
    }

    private static ChannelInfo ask(Consumer<HealthReportBuilder> question) {
        HealthReportBuilder report = HealthReport.builder();
        question.accept(report);
        return report.build().getChannels().get(0);
    }
}
