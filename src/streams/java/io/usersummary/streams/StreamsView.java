package io.usersummary.streams;

import io.usersummary.processor.SummaryMetrics;
import io.usersummary.query.Questions;
import io.usersummary.summary.Summary;
import io.usersummary.web.ServiceView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * What page and API know of this engine: single users of all instances, and figures of this one.
 * {@link #find} may ask another instance, and so blocks.
 */
@ApplicationScoped
class StreamsView implements ServiceView {

    private final LookUp lookUp;
    private final Local local;
    private final ReadBack readBack;
    private final SummaryMetrics metrics;

    StreamsView(LookUp lookUp, Local local, ReadBack readBack, SummaryMetrics metrics) {
        this.lookUp = lookUp;
        this.local = local;
        this.readBack = readBack;
        this.metrics = metrics;
    }

    @Override
    public Optional<Summary> find(String userId) {
        return lookUp.find(userId);
    }

    @Override
    public Questions questions() {
        throw NotOffered.problem(NotOffered.WHOLE_TABLE);
    }

    @Override
    public void forget(String userId) {
        throw NotOffered.problem(NotOffered.FORGETTING);
    }

    @Override
    public Counts counts() {
        return new Counts(local.users(), metrics.accepted(), metrics.poison(), metrics.published());
    }

    /** There are no batches but what lies between two commits. */
    @Override
    public Progress openBatch() {
        return new Progress(0, 0);
    }

    @Override
    public Progress restore() {
        return new Progress(readBack.read(), readBack.toRead());
    }

    @Override
    public boolean restoring() {
        return !readBack.isDone();
    }

    @Override
    public Latency latency() {
        return new Latency(null, null);
    }
}
