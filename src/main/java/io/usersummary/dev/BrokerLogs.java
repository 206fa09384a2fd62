package io.usersummary.dev;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Keeps the embedded broker's own log from drowning the application's: errors only. */
final class BrokerLogs {
    // Held on to, because a logger nobody refers to may be collected together with its level.
    private static final List<Logger> LOGGERS =
            Stream.of(
                            "kafka",
                            "state.change.logger",
                            "org.apache.kafka.common.config",
                            "org.apache.kafka.controller",
                            "org.apache.kafka.coordinator",
                            "org.apache.kafka.image",
                            "org.apache.kafka.metadata",
                            "org.apache.kafka.network",
                            "org.apache.kafka.raft",
                            "org.apache.kafka.server",
                            "org.apache.kafka.snapshot",
                            "org.apache.kafka.storage",
                            "org.apache.kafka.timeline")
                    .map(Logger::getLogger)
                    .toList();

    private BrokerLogs() {}

    /** Lowers every broker logger whose level nobody has chosen. */
    static void quiet() {
        for (Logger logger : LOGGERS) {
            if (logger.getLevel() == null) {
                logger.setLevel(Level.SEVERE);
            }
        }
    }
}
