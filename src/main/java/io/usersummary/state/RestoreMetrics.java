package io.usersummary.state;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** How far the table is read back, at {@code /q/metrics}. */
@Singleton
class RestoreMetrics {

    void register(@Observes StartupEvent start, MeterRegistry registry, Restore restore) {
        Gauge.builder("user.summary.restore.records", restore, Restore::toRead)
                .description("Records to read back at the start, counted by offsets")
                .register(registry);
        Gauge.builder("user.summary.restore.read", restore, Restore::read)
                .description("How many of them are read")
                .register(registry);
    }
}
