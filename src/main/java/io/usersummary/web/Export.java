package io.usersummary.web;

import io.usersummary.query.InvalidQueryException;
import io.usersummary.summary.Summary;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * One answer of many lines. A piece is computed on a worker thread when the client has taken those
 * before, so that however slow it is and however large the table, only a piece is in memory.
 *
 * <p>The body is chunked and ends with the chunk that says so. If anything goes wrong on the way,
 * the connection is cut without it, which every client reports as an incomplete answer.
 */
final class Export {

    private static final Logger LOG = Logger.getLogger(Export.class);
    private static final int PIECE_BYTES = 64 * 1024;
    private static final long PATIENCE_MS = Duration.ofSeconds(30).toMillis();

    /** Where the users come from; called by one worker thread at a time. */
    interface Source {
        /** Some more users, possibly none; null when there are no more. */
        List<Summary> next();
    }

    private record Piece(Buffer lines, boolean isLast) {}

    private final Vertx vertx;
    private final RoutingContext context;
    private final HttpServerResponse response;
    private final LineFormat format;
    private final Source source;
    private final Runnable onEnd;
    private final AtomicBoolean over = new AtomicBoolean();

    Export(Vertx vertx, RoutingContext context, LineFormat format, Source source, Runnable onEnd) {
        this.vertx = vertx;
        this.context = context;
        this.response = context.response();
        this.format = format;
        this.source = source;
        this.onEnd = onEnd;
    }

    /** Writes everything, in its own time. */
    void begin() {
        response.exceptionHandler(e -> end()).closeHandler(closed -> end());
        compute(Buffer.buffer(format.head()));
    }

    private void end() {
        if (over.compareAndSet(false, true)) {
            onEnd.run();
        }
    }

    private void compute(Buffer lines) {
        vertx.executeBlocking(() -> fill(lines), false)
                .<Void>map(
                        piece -> {
                            write(piece);
                            return null;
                        })
                .onFailure(this::fail);
    }

    private Piece fill(Buffer lines) {
        while (lines.length() < PIECE_BYTES && !over.get()) {
            List<Summary> users = source.next();
            if (users == null) {
                return new Piece(lines, true);
            }
            users.forEach(user -> format.append(lines, user));
        }
        return new Piece(lines, false);
    }

    private void write(Piece piece) {
        if (over.get()) {
            return;
        }
        if (!response.headWritten()) {
            response.setChunked(true);
        }
        if (piece.isLast()) {
            response.end(piece.lines());
            end();
            return;
        }
        response.write(piece.lines());
        if (response.writeQueueFull()) {
            awaitClient();
        } else {
            compute(Buffer.buffer());
        }
    }

    private void awaitClient() {
        long timer = vertx.setTimer(PATIENCE_MS, late -> cut());
        response.drainHandler(
                taken -> {
                    if (vertx.cancelTimer(timer)) {
                        compute(Buffer.buffer());
                    }
                });
    }

    private void fail(Throwable e) {
        if (over.get()) {
            return;
        }
        if (response.headWritten()) {
            LOG.error("An export broke off; its client's connection is cut to tell", e);
            cut();
        } else if (e instanceof InvalidQueryException) {
            new Problem(400, e.getMessage()).send(context);
            end();
        } else {
            LOG.error("Could not answer an export", e);
            new Problem(500, "The service could not answer; its log says why.").send(context);
            end();
        }
    }

    private void cut() {
        Watcher.cut(context.request());
        end();
    }
}
