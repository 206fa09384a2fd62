package io.usersummary.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.usersummary.query.Filter;
import io.usersummary.query.Questions;
import io.usersummary.state.UserChanges;
import io.usersummary.state.UserChanges.Change;
import io.usersummary.summary.Intervals;
import io.usersummary.summary.Summary;
import io.usersummary.summary.SummaryTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** A service without Kafka: what is published here is what the web layer sees. */
@Alternative
@ApplicationScoped
class FakeView implements ServiceView {

    private final SummaryTable table = new SummaryTable();
    private final Questions questions = new Questions(table);
    private volatile boolean restoring;
    private volatile CountDownLatch held;
    private final AtomicLong offset = new AtomicLong();

    @Inject RecentSummaries recent;
    @Inject UserChanges changes;

    void publish(Summary... summaries) {
        Intervals block = new Intervals(summaries.length);
        for (Summary summary : summaries) {
            byte[] id = summary.userIdBytes();
            block.add(id, 0, id.length, summary.firstSeen(), summary.lastSeen());
        }
        table.joinPublished(block);
        for (Summary user : summaries) {
            changes.tell(
                    new Change(
                            user.userId(),
                            user.firstSeen(),
                            user.lastSeen(),
                            0,
                            offset.getAndIncrement()));
        }
        recent.published(List.of(summaries));
    }

    /** Empties the table, which all tests of a profile share, without a word. */
    void clear() {
        List<Summary> users = new ArrayList<>();
        for (long place = 0; place >= 0; ) {
            Questions.Part part = questions.part(Filter.ALL, place, Integer.MAX_VALUE);
            users.addAll(part.users());
            place = part.next();
        }
        users.forEach(user -> table.forget(user.userIdBytes()));
    }

    /** Begins, or ends, to read the table back. */
    void restoring(boolean isRestoring) {
        restoring = isRestoring;
    }

    /** Has look-ups wait until this latch is counted down; null to let them go at once. */
    void holdLookups(CountDownLatch latch) {
        held = latch;
    }

    @Override
    public Optional<Summary> find(String userId) {
        CountDownLatch latch = held;
        if (latch != null) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return Optional.ofNullable(table.find(userId.getBytes(UTF_8)));
    }

    @Override
    public Questions questions() {
        return questions;
    }

    @Override
    public void forget(String userId) {
        table.forget(userId.getBytes(UTF_8));
        changes.tell(new Change(userId, null, null, 0, offset.getAndIncrement()));
    }

    @Override
    public Counts counts() {
        return new Counts(table.users(), 9, 1, 3);
    }

    @Override
    public Progress openBatch() {
        return new Progress(3, 9);
    }

    @Override
    public Progress restore() {
        return restoring ? new Progress(250, 1_000) : new Progress(1_000, 1_000);
    }

    @Override
    public boolean restoring() {
        return restoring;
    }

    @Override
    public Latency latency() {
        return new Latency(12.0, 40.0);
    }
}
