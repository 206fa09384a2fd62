package io.usersummary.web;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sampled records between the tail that reads them and the stream that sends them; bounded. What
 * was shown is kept for each topic on its own: the rare dead letter must not give way to events.
 */
final class RecordWindow {

    static final int SHOWN_A_TOPIC = 30;

    private static final int NEW = 100;

    private final Deque<TailRecord> fresh = new ArrayDeque<>();
    private final Map<String, Deque<TailRecord>> shown = new TreeMap<>();

    synchronized void add(TailRecord record) {
        push(fresh, record, NEW);
    }

    /** What came since the last call, oldest first. */
    synchronized List<TailRecord> drain() {
        List<TailRecord> drained = new ArrayList<>(fresh);
        fresh.clear();
        for (TailRecord record : drained) {
            push(
                    shown.computeIfAbsent(record.topic(), topic -> new ArrayDeque<>()),
                    record,
                    SHOWN_A_TOPIC);
        }
        return drained;
    }

    /** What earlier watchers have seen last, each topic oldest first, for one who has just come. */
    synchronized List<TailRecord> shown() {
        return shown.values().stream().flatMap(Deque::stream).toList();
    }

    synchronized void clear() {
        fresh.clear();
        shown.clear();
    }

    private static void push(Deque<TailRecord> window, TailRecord record, int most) {
        window.addLast(record);
        if (window.size() > most) {
            window.removeFirst();
        }
    }
}
