package io.usersummary.processor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.usersummary.connector.CommittedOffsets;
import io.usersummary.connector.LostOffsets;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** The service's own figures, at {@code /q/metrics}. */
@Singleton
public class SummaryMetrics implements BatchListener {

    /** Upper bounds of the histograms' buckets. */
    private static final Duration[] BUCKETS =
            LongStream.of(1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
                    .mapToObj(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private final Counter accepted;
    private final Counter poison;
    private final Counter published;
    private final Counter lostOffsets;
    private final Timer batches;
    private final Timer latency;
    private volatile long lastSample;
    private volatile long lastCommit;

    SummaryMetrics(MeterRegistry registry) {
        accepted = events(registry, "accepted");
        poison = events(registry, "poison");
        published =
                counter(registry, "published", "Summaries that are durable in the output topic");
        lostOffsets =
                counter(
                        registry,
                        "lost.offsets",
                        "Offsets that were deleted before they were read");
        TimeGauge.builder(
                        "user.summary.commit.age",
                        this,
                        TimeUnit.SECONDS,
                        SummaryMetrics::secondsSinceCommit)
                .description("Since offsets of the input topic were last committed")
                .register(registry);
        batches =
                Timer.builder("user.summary.batch")
                        .description("From a batch's close to its acknowledgement")
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry);
        latency =
                Timer.builder("user.summary.latency")
                        .description(
                                "From the append of a batch's first event to the acknowledgement of"
                                        + " the summaries it led to")
                        .publishPercentiles(0.5, 0.99)
                        .serviceLevelObjectives(BUCKETS)
                        .distributionStatisticExpiry(Duration.ofSeconds(30))
                        .register(registry);
    }

    /** Not a number before the first commit, and with a connector that does not tell of them. */
    private double secondsSinceCommit() {
        long last = lastCommit;
        return last == 0 ? Double.NaN : (System.nanoTime() - last) / 1e9;
    }

    void committed(@Observes CommittedOffsets offsets) {
        lastCommit = System.nanoTime();
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

    void lost(@Observes LostOffsets range) {
        lostOffsets.increment(range.count());
    }

    @Override
    public void read(int good, int bad) {
        accepted.increment(good);
        if (bad > 0) {
            poison.increment(bad);
        }
    }

    @Override
    public void durable(SummaryBatch batch) {
        published.increment(batch.writtenCount());
        batches.record(System.nanoTime() - batch.closedAt(), TimeUnit.NANOSECONDS);
        if (batch.firstAppended() > 0 && batch.size() > 0) {
            sampleLatency(System.currentTimeMillis(), batch.firstAppended());
        }
    }

    /** Percentiles are expensive; one sample a millisecond is enough. */
    private void sampleLatency(long now, long firstAppended) {
        if (now != lastSample) {
            lastSample = now;
            latency.record(Math.max(0, now - firstAppended), TimeUnit.MILLISECONDS);
        }
    }

    /** So many summaries were published by another way than in batches. Thread-safe. */
    public void published(int summaries) {
        published.increment(summaries);
    }

    /** Valid events read so far. */
    public long accepted() {
        return (long) accepted.count();
    }

    /** Records set aside so far. */
    public long poison() {
        return (long) poison.count();
    }

    /** Summaries that are durable so far. */
    public long published() {
        return (long) published.count();
    }

    /**
     * From an event's append to its summary, over the last half minute.
     *
     * @param percentile 0.5 or 0.99
     * @return milliseconds; empty while nothing was measured
     */
    public OptionalDouble latency(double percentile) {
        return Arrays.stream(latency.takeSnapshot().percentileValues())
                .filter(value -> value.percentile() == percentile)
                .mapToDouble(value -> value.value(TimeUnit.MILLISECONDS))
                .filter(millis -> millis > 0)
                .findFirst();
    }
}
