package io.usersummary.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One browser that watches. What it does not read in time it never gets: nothing is kept for it
 * beyond a small write queue, and one that has not read for a while is let go.
 */
final class Watcher {

    static final int QUEUE_BYTES = 64 * 1024;
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpConnection connection;
    private final HttpServerResponse response;
    private long stalledSince;

    /**
     * Begins the answer to a browser.
     *
     * @param onClose told once the browser has gone, by an event loop
     */
    Watcher(HttpServerRequest request, Consumer<Watcher> onClose) {
        connection = request.connection();
        response = request.response();
        response.setChunked(true)
                .setWriteQueueMaxSize(QUEUE_BYTES)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("X-Accel-Buffering", "no")
                .exceptionHandler(e -> onClose.accept(this))
                .closeHandler(closed -> onClose.accept(this));
    }

    /** Sends a frame, or drops it when the browser is behind. Never blocks. */
    void write(Buffer frame) {
        if (response.closed() || response.ended()) {
            return;
        }
        if (!response.writeQueueFull()) {
            stalledSince = 0;
            response.write(frame);
        } else if (stalledSince == 0) {
            stalledSince = System.nanoTime();
        } else if (System.nanoTime() - stalledSince > PATIENCE.toNanos()) {
            letGo();
        }
    }

    private void letGo() {
        cut(connection);
    }

    /** Closes beneath the HTTP layer, which would wait until what was written is read. */
    static void cut(HttpConnection connection) {
        ((ConnectionBase) connection).channelHandlerContext().close();
    }
}
