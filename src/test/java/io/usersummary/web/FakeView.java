package io.usersummary.web;

import io.usersummary.summary.Summary;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A service without Kafka: what is published here is what the web layer sees. */
@Alternative
@ApplicationScoped
class FakeView implements ServiceView {

    private final Map<String, Summary> table = new ConcurrentHashMap<>();

    @Inject RecentSummaries recent;

    void publish(Summary... summaries) {
        for (Summary summary : summaries) {
            table.put(summary.userId(), summary);
        }
        recent.published(List.of(summaries));
    }

    @Override
    public Optional<Summary> find(String userId) {
        return Optional.ofNullable(table.get(userId));
    }

    @Override
    public Counts counts() {
        return new Counts(table.size(), 9, 1, 3);
    }

    @Override
    public Progress openBatch() {
        return new Progress(3, 9);
    }

    @Override
    public Progress restore() {
        return new Progress(0, 0);
    }

    @Override
    public boolean restoring() {
        return false;
    }

    @Override
    public Latency latency() {
        return new Latency(12.0, 40.0);
    }
}
