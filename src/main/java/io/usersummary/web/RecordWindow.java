package io.usersummary.web;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Sampled records between the tail that reads them and the stream that sends them; bounded. */
final class RecordWindow {

    private static final int NEW = 100;
    private static final int SHOWN = 60;

    private final Deque<TailRecord> fresh = new ArrayDeque<>();
    private final Deque<TailRecord> shown = new ArrayDeque<>();

    synchronized void add(TailRecord record) {
        push(fresh, record, NEW);
    }

    /** What came since the last call, oldest first. */
    synchronized List<TailRecord> drain() {
        List<TailRecord> drained = new ArrayList<>(fresh);
        fresh.clear();
        drained.forEach(record -> push(shown, record, SHOWN));
        return drained;
    }

    /** What earlier watchers have seen last, oldest first, for one who has just come. */
    synchronized List<TailRecord> shown() {
        return List.copyOf(shown);
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
