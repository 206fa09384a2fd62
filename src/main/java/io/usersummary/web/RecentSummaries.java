package io.usersummary.web;

import io.usersummary.state.PublishedListener;
import io.usersummary.summary.Summary;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A fixed window of the newest published summaries. Writing costs an array store each, so that it
 * can be afforded whether or not anybody looks; readers pay for telling users apart.
 */
@ApplicationScoped
class RecentSummaries implements PublishedListener {

    /** Slots, a power of two. */
    static final int WINDOW = 16_384;

    private final boolean enabled;
    private final Summary[] ring = new Summary[WINDOW];
    private long written;

    RecentSummaries(DashboardSettings settings) {
        enabled = settings.enabled();
    }

    @Override
    public boolean isInterested() {
        return enabled;
    }

    @Override
    public synchronized void published(List<Summary> published) {
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
    List<UserSummary> since(long position, int limit) {
        List<UserSummary> newest = new ArrayList<>();
        Set<String> users = new HashSet<>();
        for (Summary summary : copySince(position)) {
            if (newest.size() == limit) {
                break;
            }
            UserSummary user = UserSummary.of(summary);
            if (users.add(user.userId())) {
                newest.add(user);
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
