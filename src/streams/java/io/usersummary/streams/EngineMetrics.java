package io.usersummary.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.usersummary.processor.SummaryMetrics;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** The engine's figures, under the names that the default engine gives them. */
@Singleton
class EngineMetrics implements StreamsMetrics {

    private final SummaryMetrics metrics;
    private final Counter unreadable;

    EngineMetrics(SummaryMetrics metrics, MeterRegistry registry) {
        this.metrics = metrics;
        unreadable =
                Counter.builder("user.summary.unreadable")
                        .description("Records of the output topic that are no summaries")
                        .register(registry);
    }

    void register(
            @Observes StartupEvent start, MeterRegistry registry, ReadBack readBack, Local local) {
        Gauge.builder("user.summary.users", local, Local::users)
                .description("Users in the table of this instance, about")
                .register(registry);
        Gauge.builder("user.summary.restore.records", readBack, ReadBack::toRead)
                .description("Records to read back at the start, counted by offsets")
                .register(registry);
        Gauge.builder("user.summary.restore.read", readBack, ReadBack::read)
                .description("How many of them are read")
                .register(registry);
    }

    @Override
    public void accepted() {
        metrics.read(1, 0);
    }

    @Override
    public void poison() {
        metrics.read(0, 1);
    }

    @Override
    public void published() {
        metrics.published(1);
    }

    @Override
    public void unreadable() {
        unreadable.increment();
    }
}
