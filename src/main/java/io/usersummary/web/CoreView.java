package io.usersummary.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.usersummary.processor.SummaryProcessor;
import io.usersummary.processor.SummarySettings;
import io.usersummary.state.Restore;
import io.usersummary.summary.Summary;
import io.usersummary.summary.SummaryTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The view of the real service: its table, its progress, its metrics. */
@ApplicationScoped
class CoreView implements ServiceView {

    private final SummaryTable table;
    private final SummaryProcessor processor;
    private final SummarySettings settings;
    private final Restore restore;
    private final MeterRegistry metrics;

    CoreView(
            SummaryTable table,
            SummaryProcessor processor,
            SummarySettings settings,
            Restore restore,
            MeterRegistry metrics) {
        this.table = table;
        this.processor = processor;
        this.settings = settings;
        this.restore = restore;
        this.metrics = metrics;
    }

    @Override
    public Optional<Summary> find(String userId) {
        byte[] bytes = userId.getBytes(StandardCharsets.UTF_8);
        synchronized (table) {
            return Optional.ofNullable(table.find(bytes));
        }
    }

    /** Reads the number of users without the table's monitor: a moment too old is new enough. */
    @Override
    public Counts counts() {
        return new Counts(
                table.users(),
                count("user.summary.events", "outcome", "accepted"),
                count("user.summary.events", "outcome", "poison"),
                count("user.summary.published"));
    }

    private long count(String name, String... tags) {
        Counter counter = metrics.find(name).tags(tags).counter();
        return counter == null ? 0 : (long) counter.count();
    }

    @Override
    public Progress openBatch() {
        return new Progress(processor.openEvents(), settings.batchSize());
    }

    @Override
    public Progress restore() {
        return new Progress(restore.read(), restore.toRead());
    }

    @Override
    public boolean restoring() {
        return !restore.isDone();
    }

    @Override
    public Latency latency() {
        Timer timer = metrics.find("user.summary.latency").timer();
        if (timer == null) {
            return new Latency(null, null);
        }
        ValueAtPercentile[] quantiles = timer.takeSnapshot().percentileValues();
        return new Latency(millis(quantiles, 0.5), millis(quantiles, 0.99));
    }

    private static Double millis(ValueAtPercentile[] quantiles, double wanted) {
        for (ValueAtPercentile quantile : quantiles) {
            double millis = quantile.value(TimeUnit.MILLISECONDS);
            if (quantile.percentile() == wanted && millis > 0) {
                return (double) Math.round(millis * 10) / 10;
            }
        }
        return null;
    }
}
