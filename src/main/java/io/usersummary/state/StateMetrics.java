package io.usersummary.state;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.usersummary.summary.SummaryTable;
import jakarta.inject.Singleton;

/** The table's own figures, at {@code /q/metrics}. */
@Singleton
class StateMetrics {

    private final Counter unreadable;
    private final Counter repaired;

    StateMetrics(MeterRegistry registry, SummaryTable table) {
        unreadable =
                Counter.builder("user.summary.unreadable")
                        .description("Records of the output topic that are no summaries")
                        .register(registry);
        repaired =
                Counter.builder("user.summary.repaired")
                        .description("Summaries published again since the newest record said less")
                        .register(registry);
        Gauge.builder("user.summary.users", table, SummaryTable::users)
                .description("Users in the table")
                .register(registry);
        Gauge.builder("user.summary.table.bytes", table, SummaryTable::bytes)
                .description("Memory that the table takes")
                .baseUnit("bytes")
                .register(registry);
    }

    void unreadable() {
        unreadable.increment();
    }

    void repaired(int users) {
        repaired.increment(users);
    }
}
