package io.usersummary.processor;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.usersummary.summary.SummaryTable;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** What is under way at this moment, at {@code /q/metrics}. */
@Singleton
class FlowMetrics {

    void register(
            @Observes StartupEvent start,
            MeterRegistry registry,
            SummaryProcessor processor,
            SummaryTable table) {
        Gauge.builder("user.summary.open.events", processor, SummaryProcessor::openEvents)
                .description("Events in the batch that is open")
                .register(registry);
        Gauge.builder(
                        "user.summary.open.batches",
                        processor,
                        p -> table.takes() - p.lastDurableBatch())
                .description("Batches that are closed and not durable yet")
                .register(registry);
        Gauge.builder("user.summary.in.flight", processor, SummaryProcessor::bytesInFlight)
                .description("What is on its way to a broker, about")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("user.summary.refused.users", processor, p -> p.refusals().size())
                .description("Users whose summary the output topic does not take")
                .register(registry);
    }
}
