package io.usersummary.processor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.usersummary.summary.Summary;
import io.usersummary.summary.SummaryTable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The service's own figures, at {@code /q/metrics}. */
@Singleton
public class SummaryMetrics implements BatchListener {

    private final Counter accepted;
    private final Counter poison;
    private final Counter published;
    private final Counter unreadable;
    private final Counter repaired;
    private final Timer batches;
    private final Timer latency;
    private volatile long lastSample;

    SummaryMetrics(MeterRegistry registry, SummaryTable table) {
        accepted = events(registry, "accepted");
        poison = events(registry, "poison");
        published =
                counter(registry, "published", "Summaries that are durable in the output topic");
        unreadable =
                counter(
                        registry,
                        "unreadable",
                        "Records of the output topic that are no summaries");
        repaired =
                counter(
                        registry,
                        "repaired",
                        "Summaries published again since the newest record said less");
        batches =
                Timer.builder("user.summary.batch")
                        .description("From a batch's close to its acknowledgement")
                        .register(registry);
        latency =
                Timer.builder("user.summary.latency")
                        .description(
                                "From the append of a batch's first event to the acknowledgement of"
                                        + " the summaries it led to")
                        .publishPercentiles(0.5, 0.99)
                        .distributionStatisticExpiry(Duration.ofSeconds(30))
                        .register(registry);
        Gauge.builder("user.summary.users", table, SummaryTable::users)
                .description("Users in the table")
                .register(registry);
    }

    private static Counter events(MeterRegistry registry, String outcome) {
        return counter(
                registry, "events", "Events read, by what became of them", "outcome", outcome);
    }

    private static Counter counter(
            MeterRegistry registry, String name, String description, String... tags) {
        return Counter.builder("user.summary." + name)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    @Override
    public void read(int good, int bad) {
        accepted.increment(good);
        if (bad > 0) {
            poison.increment(bad);
        }
    }

    @Override
    public void acknowledged(List<Summary> summaries, long closedAt, long firstAppended) {
        published.increment(summaries.size());
        batches.record(System.nanoTime() - closedAt, TimeUnit.NANOSECONDS);
        if (firstAppended > 0 && !summaries.isEmpty()) {
            sampleLatency(System.currentTimeMillis(), firstAppended);
        }
    }

    /** Percentiles are dear to keep and well known from one batch in every millisecond. */
    private void sampleLatency(long now, long firstAppended) {
        if (now != lastSample) {
            lastSample = now;
            latency.record(Math.max(0, now - firstAppended), TimeUnit.MILLISECONDS);
        }
    }

    public void unreadable() {
        unreadable.increment();
    }

    public void repaired(int summaries) {
        repaired.increment(summaries);
    }
}
