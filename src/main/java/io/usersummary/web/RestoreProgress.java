package io.usersummary.web;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;

/**
 * Refuses answers about the table until it is read back: it would say less than is known. From the
 * pace so far it says when to ask again.
 */
@ApplicationScoped
class RestoreProgress {

    private static final long LOOK_MILLIS = 100;
    private static final long UNKNOWN_SECONDS = 5;
    private static final long LONGEST_SECONDS = 600;

    private final ServiceView view;
    private final Vertx vertx;
    private volatile long timer;
    private volatile long began;

    RestoreProgress(ServiceView view, Vertx vertx) {
        this.view = view;
        this.vertx = vertx;
    }

    /** Notes when the first record was read: until then a broker may have been waited for. */
    void start(@Observes StartupEvent event) {
        timer =
                vertx.setPeriodic(
                        LOOK_MILLIS,
                        timer -> {
                            if (!view.restoring() || view.restore().done() > 0) {
                                began = System.nanoTime();
                                vertx.cancelTimer(timer);
                            }
                        });
    }

    /** A start that is given up ends this bean before its event loop. */
    @PreDestroy
    void stop() {
        vertx.cancelTimer(timer);
    }

    /**
     * @throws ProblemException while the table is being read back, with the progress
     */
    void refuseUntilDone() {
        if (!view.restoring()) {
            return;
        }
        ServiceView.Progress progress = view.restore();
        String detail =
                progress.of() == 0
                        ? "The table is not read back yet; the broker has not told how long it is."
                        : "The table is being read back: %,d of %,d records."
                                .formatted(progress.done(), progress.of());
        throw new ProblemException(
                new Problem(503, detail)
                        .extension("restore", Map.of("done", progress.done(), "of", progress.of()))
                        .retryAfter(seconds(progress)));
    }

    private long seconds(ServiceView.Progress progress) {
        if (began == 0 || progress.done() == 0) {
            return UNKNOWN_SECONDS;
        }
        double elapsed = (System.nanoTime() - began) / 1e9;
        double left = elapsed / progress.done() * (progress.of() - progress.done());
        return Math.max(1, Math.min(LONGEST_SECONDS, (long) Math.ceil(left)));
    }
}
