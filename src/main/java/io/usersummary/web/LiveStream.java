package io.usersummary.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Server-sent events: {@code summary}, {@code record} and, once a second, {@code stats}, which is
 * the heartbeat too. One timer, one tail and one buffer serve however many watch; without a watcher
 * there is none of them.
 */
@ApplicationScoped
class LiveStream {

    static final int MOST_WATCHERS = 50;

    private static final long TICK_MS = 250;
    private static final int TICKS_A_SECOND = 4;
    private static final int SUMMARIES_A_TICK = 25;

    private final Vertx vertx;
    private final Wiring wiring;
    private final ServiceView view;
    private final RecentSummaries recent;
    private final StatsService stats;
    private final ObjectMapper json;

    private final Set<Watcher> watchers = new HashSet<>();
    private final RecordWindow records = new RecordWindow();
    private final AtomicBoolean statsAsked = new AtomicBoolean();
    private TopicTail tail;
    private long timer;
    private long ticks;
    private long position;

    LiveStream(
            Vertx vertx,
            Wiring wiring,
            ServiceView view,
            RecentSummaries recent,
            StatsService stats,
            ObjectMapper json) {
        this.vertx = vertx;
        this.wiring = wiring;
        this.view = view;
        this.recent = recent;
        this.stats = stats;
        this.json = json;
    }

    /** How many watch now. */
    synchronized int watching() {
        return watchers.size();
    }

    /**
     * @throws ProblemException if there is no room for another one
     */
    synchronized void refuseIfFull() {
        if (watchers.size() >= MOST_WATCHERS) {
            throw new ProblemException(
                    new Problem(
                                    503,
                                    "Already %d pages watch this instance; close one, or try again later."
                                            .formatted(MOST_WATCHERS))
                            .retryAfter(10));
        }
    }

    /** Begins to send to whoever asked, until they go; called by an event loop. */
    synchronized void open(RoutingContext context) {
        refuseIfFull();
        Watcher watcher =
                new Watcher(
                        vertx.getOrCreateContext(),
                        context.request(),
                        gone -> vertx.runOnContext(later -> close(gone)));
        watchers.add(watcher);
        if (watchers.size() == 1) {
            start();
        }
        Buffer first = Buffer.buffer("retry: 2000\n\n");
        if (!view.restoring()) {
            records.shown().forEach(record -> append(first, "record", record));
        }
        watcher.write(first);
        sendStats();
    }

    private synchronized void close(Watcher watcher) {
        if (watchers.remove(watcher) && watchers.isEmpty()) {
            stop();
        }
    }

    private void start() {
        position = recent.position();
        tail = new TopicTail(wiring, records::add);
        new Thread(tail, "dashboard-tail").start();
        timer = vertx.setPeriodic(TICK_MS, id -> tick());
    }

    @PreDestroy
    synchronized void stop() {
        if (tail != null) {
            vertx.cancelTimer(timer);
            tail.close();
            tail = null;
            records.clear();
        }
    }

    synchronized void tick() {
        Buffer frame = Buffer.buffer();
        long now = recent.position();
        List<UserSummary> changed = new ArrayList<>(recent.since(position, SUMMARIES_A_TICK));
        position = now;
        Collections.reverse(changed);
        List<TailRecord> read = records.drain();
        if (!view.restoring()) {
            changed.forEach(summary -> append(frame, "summary", summary));
            read.forEach(record -> append(frame, "record", record));
            send(frame);
        }
        if (++ticks % TICKS_A_SECOND == 0) {
            sendStats();
        }
    }

    private void sendStats() {
        if (statsAsked.compareAndSet(false, true)) {
            stats.current()
                    .onTermination()
                    .invoke(() -> statsAsked.set(false))
                    .subscribe()
                    .with(current -> send(append(Buffer.buffer(), "stats", current)));
        }
    }

    private synchronized void send(Buffer frame) {
        if (frame.length() > 0) {
            List.copyOf(watchers).forEach(watcher -> watcher.write(frame));
        }
    }

    private Buffer append(Buffer frame, String event, Object data) {
        try {
            return frame.appendString("event: ")
                    .appendString(event)
                    .appendString("\ndata: ")
                    .appendString(json.writeValueAsString(data))
                    .appendString("\n\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Records of plain values always become JSON", e);
        }
    }
}
