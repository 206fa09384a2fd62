package io.usersummary.web;

import io.quarkus.runtime.StartupEvent;
import io.usersummary.summary.Summary;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A fixed window of the newest published summaries. Writing costs an array store each, so that the
 * hot path can afford it whether or not anybody looks; readers pay for telling users apart.
 */
@ApplicationScoped
class RecentSummaries {

    /** Slots, a power of two. */
    static final int WINDOW = 16_384;

    private final Summary[] ring = new Summary[WINDOW];
    private long written;

    void start(
            @Observes @Priority(1) StartupEvent event,
            ServiceView view,
            DashboardSettings settings) {
        if (settings.enabled()) {
            view.onPublished(this::add);
        }
    }

    /** Remembers published summaries, oldest first. Called from hot threads. */
    synchronized void add(List<Summary> published) {
        int size = published.size();
        for (int i = Math.max(0, size - WINDOW); i < size; i++) {
            ring[(int) (written + i) & WINDOW - 1] = published.get(i);
        }
        written += size;
    }

    /** The number of summaries ever added: a position to read on from. */
    synchronized long position() {
        return written;
    }

    /**
     * The newest summary of each user published after a position, newest first.
     *
     * @param position from {@link #position()}, or 0 for the whole window
     * @param limit how many users at most
     */
    List<Summary> since(long position, int limit) {
        List<Summary> newest = new ArrayList<>();
        Set<String> users = new HashSet<>();
        for (Summary summary : copySince(position)) {
            if (newest.size() == limit) {
                break;
            }
            if (users.add(summary.userId())) {
                newest.add(summary);
            }
        }
        return newest;
    }

    private synchronized Summary[] copySince(long position) {
        int count = (int) Math.min(WINDOW, Math.max(0, written - position));
        Summary[] copy = new Summary[count];
        for (int i = 0; i < count; i++) {
            copy[i] = ring[(int) (written - 1 - i) & WINDOW - 1];
        }
        return copy;
    }
}
