package io.usersummary.web;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One browser that watches. What it does not read in time it never gets: nothing is kept for it
 * beyond a small write queue, and one that has not read for a while is let go.
 *
 * <p>All writing happens on the browser's event loop: a connection has a lock of its own, which
 * that loop holds while it lets somebody in, so nobody who holds another lock may wait for it.
 */
final class Watcher {

    static final int QUEUE_BYTES = 64 * 1024;
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Context context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private long stalledSince;

    /**
     * Begins the answer to a browser; to be called by its event loop.
     *
     * @param onClose told once the browser has gone, by an event loop
     */
    Watcher(Context context, HttpServerRequest request, Consumer<Watcher> onClose) {
        this.context = context;
        this.request = request;
        response = request.response();
        response.setChunked(true)
                .setWriteQueueMaxSize(QUEUE_BYTES)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("X-Accel-Buffering", "no")
                .exceptionHandler(e -> onClose.accept(this))
                .closeHandler(closed -> onClose.accept(this));
    }

    /**
     * Sends a frame, or drops it when the browser is behind. Called by any thread; never blocks.
     */
    void write(Buffer frame) {
        context.runOnContext(now -> writeNow(frame));
    }

    private void writeNow(Buffer frame) {
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
        cut(request);
    }

    /**
     * Ends an answer that is not being read: of several on one connection this one alone, else
     * beneath the HTTP layer, which would wait until what was written is read.
     */
    static void cut(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            ((ConnectionBase) request.connection()).channelHandlerContext().close();
        }
    }
}
