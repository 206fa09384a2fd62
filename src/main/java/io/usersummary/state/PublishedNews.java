package io.usersummary.state;

import io.quarkus.arc.All;
import io.usersummary.json.Span;
import io.usersummary.summary.Summary;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Passes on what is read of {@code output_topic}: all of it at the pace of people, and of a flood
 * as much as it costs nothing to pass on. Used by the one thread that polls.
 */
@Singleton
class PublishedNews {

    private static final int MOST = 1_000;
    private static final long PERIOD_NANOS = 50_000_000;

    private final List<PublishedListener> listeners;
    private List<Summary> newest = new ArrayList<>();
    private long periodStart = System.nanoTime() - PERIOD_NANOS;
    private int room;
    private int skip;

    PublishedNews(@All List<PublishedListener> listeners) {
        this.listeners = listeners.stream().filter(PublishedListener::isInterested).toList();
    }

    /** Begins a poll of so many records: the last ones are passed on. */
    void begin(int records) {
        if (listeners.isEmpty()) {
            skip = Integer.MAX_VALUE;
            return;
        }
        long now = System.nanoTime();
        if (now - periodStart >= PERIOD_NANOS) {
            periodStart = now;
            room = MOST;
        }
        int passed = Math.min(room, records);
        skip = records - passed;
        room -= passed;
    }

    /** Adds the next record's summary. */
    void add(Span userId, long firstSeen, long lastSeen) {
        if (skip-- <= 0) {
            int from = userId.offset();
            byte[] copy = Arrays.copyOfRange(userId.bytes(), from, from + userId.length());
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
