package io.usersummary.web;

import io.usersummary.processor.SummaryMetrics;
import io.usersummary.processor.SummaryProcessor;
import io.usersummary.processor.SummarySettings;
import io.usersummary.query.Questions;
import io.usersummary.state.Restore;
import io.usersummary.state.Tombstones;
import io.usersummary.summary.Summary;
import io.usersummary.summary.SummaryTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;

/** The view of the real service: its table, its progress, its metrics. */
@ApplicationScoped
class CoreView implements ServiceView {

    private final SummaryTable table;
    private final Questions questions;
    private final Tombstones tombstones;
    private final SummaryProcessor processor;
    private final SummarySettings settings;
    private final Restore restore;
    private final SummaryMetrics metrics;

    CoreView(
            SummaryTable table,
            Tombstones tombstones,
            SummaryProcessor processor,
            SummarySettings settings,
            Restore restore,
            SummaryMetrics metrics) {
        this.table = table;
        this.questions = new Questions(table);
        this.tombstones = tombstones;
        this.processor = processor;
        this.settings = settings;
        this.restore = restore;
        this.metrics = metrics;
    }

    @Override
    public Optional<Summary> find(String userId) {
        return Optional.ofNullable(table.find(userId.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Questions questions() {
        return questions;
    }

    @Override
    public void forget(String userId) throws InterruptedException {
        tombstones.write(userId.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Counts counts() {
        return new Counts(table.users(), metrics.accepted(), metrics.poison(), metrics.published());
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
        return new Latency(millis(0.5), millis(0.99));
    }

    /** To a tenth of a millisecond; null while nothing was measured. */
    private Double millis(double percentile) {
        OptionalDouble millis = metrics.latency(percentile);
        return millis.isEmpty() ? null : (double) Math.round(millis.getAsDouble() * 10) / 10;
    }
}
