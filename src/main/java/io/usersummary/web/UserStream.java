package io.usersummary.web;

import io.usersummary.connector.MemoryLimit;
import io.usersummary.state.UserChanges;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Server-sent events of single users: every record that {@code output_topic} gets of them, after
 * their present state. Who comes back, with {@code Last-Event-ID} or without, begins with the
 * present state again, which covers whatever was missed.
 */
@ApplicationScoped
class UserStream {

    static final int MOST_VIEWERS = 50;
    static final int MOST_USERS = 100;

    private static final long TICK_MS = 1_000;
    private static final int TICKS_A_HEARTBEAT = 10;

    private final Vertx vertx;
    private final ServiceView view;
    private final UserChanges changes;
    private final MemoryLimit memory;
    private final Set<UserViewer> viewers = ConcurrentHashMap.newKeySet();
    private long timer;
    private long ticks;

    UserStream(Vertx vertx, ServiceView view, UserChanges changes, MemoryLimit memory) {
        this.memory = memory;
        this.vertx = vertx;
        this.view = view;
        this.changes = changes;
    }

    /** How many watch now. */
    int watching() {
        return viewers.size();
    }

    /**
     * @throws ProblemException if there is no room for another one
     */
    void refuseIfFull() {
        if (viewers.size() >= MOST_VIEWERS) {
            throw new ProblemException(
                    new Problem(
                                    503,
                                    "Already %d follow single users; try again later."
                                            .formatted(MOST_VIEWERS))
                            .retryAfter(10));
        }
    }

    /** Begins to send to whoever asked, until they go; called by an event loop. */
    synchronized void open(RoutingContext context, List<String> userIds) {
        if (userIds.size() > MOST_USERS) {
            throw ProblemException.badRequest(
                    "userId may be given up to %d times, not %d.", MOST_USERS, userIds.size());
        }
        refuseIfFull();
        UserViewer viewer =
                new UserViewer(
                        vertx,
                        context.request(),
                        userIds,
                        memory.viewers() / MOST_VIEWERS,
                        this::close);
        viewer.onClose(changes.follow(userIds, viewer::changed));
        viewers.add(viewer);
        if (viewers.size() == 1) {
            timer = vertx.setPeriodic(TICK_MS, id -> tick());
        }
        begin(viewer);
    }

    private synchronized void close(UserViewer viewer) {
        if (viewers.remove(viewer) && viewers.isEmpty()) {
            vertx.cancelTimer(timer);
        }
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(timer);
    }

    private void tick() {
        boolean heartbeat = ++ticks % TICKS_A_HEARTBEAT == 0;
        for (UserViewer viewer : viewers) {
            if (!viewer.hasBegun()) {
                begin(viewer);
            } else if (heartbeat) {
                viewer.beat();
            }
        }
    }

    /** The state of the service as long as the table is not read back, then that of the users. */
    private void begin(UserViewer viewer) {
        if (view.restoring()) {
            ServiceView.Progress progress = view.restore();
            viewer.state(
                    new JsonObject()
                            .put("state", "restoring")
                            .put(
                                    "restore",
                                    new JsonObject()
                                            .put("done", progress.done())
                                            .put("of", progress.of())));
        } else if (viewer.begin()) {
            vertx.executeBlocking(
                    () -> {
                        viewer.present(
                                viewer.userIds().stream()
                                        .distinct()
                                        .flatMap(userId -> view.find(userId).stream())
                                        .toList());
                        return null;
                    },
                    false);
        }
    }
}
