package io.usersummary.web;

import io.usersummary.state.UserChanges.Change;
import io.usersummary.summary.Summary;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * One client that follows single users. Nothing is left out: what it does not take in time waits,
 * up to a bound of bytes; beyond that it is told that it is too slow, and disconnected.
 *
 * <p>Changes come on the thread that polls; all writing happens on the client's event loop.
 */
final class UserViewer {

    private static final int MOST_WAITING_BYTES = 1 << 20;

    private static final long LAST_WORD_MS = Duration.ofSeconds(10).toMillis();

    private final Vertx vertx;
    private final Context context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final List<String> userIds;
    private final long mostWaitingBytes;

    private final Deque<Buffer> waiting = new ArrayDeque<>();
    private final Deque<Buffer> early = new ArrayDeque<>();
    private int bytes;
    private long earlyBytes;
    private boolean begun;
    private boolean presented;
    private boolean tooSlow;
    private boolean draining;
    private Runnable leave = () -> {};

    /**
     * Begins the answer.
     *
     * @param share what of the memory for all viewers is for this one, in bytes
     * @param gone told once the client has gone, by an event loop
     */
    UserViewer(
            Vertx vertx,
            HttpServerRequest request,
            List<String> userIds,
            long share,
            Consumer<UserViewer> gone) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.request = request;
        this.response = request.response();
        this.userIds = userIds;
        this.mostWaitingBytes = Math.min(share, MOST_WAITING_BYTES);
        response.setChunked(true)
                .setWriteQueueMaxSize(Watcher.QUEUE_BYTES)
                .putHeader("Content-Type", Endpoint.EVENTS)
                .putHeader("X-Accel-Buffering", "no")
                .exceptionHandler(e -> closed(gone))
                .closeHandler(closed -> closed(gone))
                .endHandler(ended -> closed(gone));
        response.write("retry: 2000\n\n");
    }

    private void closed(Consumer<UserViewer> gone) {
        leave.run();
        vertx.runOnContext(later -> gone.accept(this));
    }

    void onClose(Runnable action) {
        leave = action;
    }

    List<String> userIds() {
        return userIds;
    }

    synchronized boolean hasBegun() {
        return begun;
    }

    /** From now on changes are kept; false if that was so already. */
    synchronized boolean begin() {
        boolean first = !begun;
        begun = true;
        return first;
    }

    /** What the table said after {@link #begin()}; then everything that came since. */
    synchronized void present(List<Summary> summaries) {
        for (Summary user : summaries) {
            String id = "state-" + user.firstSeen() + "-" + user.lastSeen();
            enqueue(summary(id, user.userId(), user.firstSeen(), user.lastSeen()));
        }
        presented = true;
        early.forEach(this::enqueue);
        early.clear();
    }

    /** Takes a change; never blocks. */
    synchronized void changed(Change change) {
        if (!begun) {
            return;
        }
        String id = change.partition() + "-" + change.offset();
        Buffer frame =
                change.isForgotten()
                        ? frame(id, "forgotten", new JsonObject().put("userId", change.userId()))
                        : summary(id, change.userId(), change.firstSeen(), change.lastSeen());
        if (presented) {
            enqueue(frame);
        } else {
            keepEarly(frame);
        }
    }

    /** What comes before the present state waits for it, up to the same bound. */
    private void keepEarly(Buffer frame) {
        earlyBytes += frame.length();
        if (earlyBytes <= MOST_WAITING_BYTES) {
            early.add(frame);
        } else if (!tooSlow) {
            early.clear();
            tooSlow = true;
            context.runOnContext(now -> drain());
        }
    }

    /** Says why nothing is said of users yet. */
    synchronized void state(JsonObject state) {
        enqueue(frame(null, "state", state));
    }

    /** Shows that the connection is alive. */
    synchronized void beat() {
        enqueue(Buffer.buffer(":\n\n"));
    }

    private static Buffer summary(String id, String userId, long firstSeen, long lastSeen) {
        return frame(
                id,
                "summary",
                new JsonObject()
                        .put("userId", userId)
                        .put("firstSeen", firstSeen)
                        .put("lastSeen", lastSeen));
    }

    private static Buffer frame(String id, String event, JsonObject data) {
        Buffer frame = Buffer.buffer();
        if (id != null) {
            frame.appendString("id: ").appendString(id).appendString("\n");
        }
        return frame.appendString("event: ")
                .appendString(event)
                .appendString("\ndata: ")
                .appendString(data.encode())
                .appendString("\n\n");
    }

    private void enqueue(Buffer frame) {
        if (tooSlow) {
            return;
        }
        waiting.add(frame);
        bytes += frame.length();
        if (bytes > mostWaitingBytes) {
            tooSlow = true;
            waiting.clear();
        }
        // Who does not read never lets the queue drain, and is to be sent off nevertheless.
        if (!draining || tooSlow) {
            draining = true;
            context.runOnContext(now -> drain());
        }
    }

    private synchronized void drain() {
        draining = false;
        if (response.ended() || response.closed()) {
            return;
        }
        if (tooSlow) {
            sayGoodbye();
            return;
        }
        while (!waiting.isEmpty() && !response.writeQueueFull()) {
            Buffer next = waiting.remove();
            bytes -= next.length();
            response.write(next);
        }
        if (!waiting.isEmpty()) {
            draining = true;
            response.drainHandler(now -> drain());
        }
    }

    /** Who reads on gets the last word; who does not is cut off. */
    private void sayGoodbye() {
        String detail =
                "More changes waited than are kept for one client. Connect again: the present state"
                        + " comes first.";
        response.end(frame(null, "too-slow", new JsonObject().put("detail", detail)));
        vertx.setTimer(LAST_WORD_MS, timer -> Watcher.cut(request));
    }
}
