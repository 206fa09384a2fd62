package io.usersummary.state;

import io.quarkus.arc.All;
import io.usersummary.json.Span;
import io.usersummary.rate.TokenBucket;
import io.usersummary.summary.Summary;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/**
 * Passes on what is read of {@code output_topic}: all of it at the pace of people, and of a flood
 * as much as it costs nothing to pass on. Used by the one thread that polls.
 */
@Singleton
class PublishedSampler {

    private static final int AT_ONCE = 1_000;
    private static final int PER_SECOND = 20_000;

    private final TokenBucket bucket = new TokenBucket(AT_ONCE, PER_SECOND);
    private final List<PublishedListener> listeners;
    private List<Summary> newest = new ArrayList<>();
    private int skip;

    PublishedSampler(@All List<PublishedListener> listeners) {
        this.listeners = listeners.stream().filter(PublishedListener::isInterested).toList();
    }

    /** Begins a poll of so many records: the last ones are passed on. */
    void begin(int records) {
        if (listeners.isEmpty()) {
            skip = Integer.MAX_VALUE;
            return;
        }
        skip = records - bucket.take(records);
    }

    /** Adds the next record's summary. */
    void add(Span userId, long firstSeen, long lastSeen) {
        if (skip-- <= 0) {
            byte[] copy = userId.copy();
            newest.add(new Summary(copy, firstSeen, lastSeen));
        }
    }

    /** Ends the poll and passes on. */
    void end() {
        if (!newest.isEmpty()) {
            List<Summary> passed = newest;
            newest = new ArrayList<>();
            listeners.forEach(listener -> listener.published(passed));
        }
    }
}
