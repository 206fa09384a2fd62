package io.usersummary.web;

import io.usersummary.state.PublishedListener;
import io.usersummary.summary.Summary;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A window of the newest published summaries, bounded in number and in the bytes of their userIds.
 * Writing costs an array store each, so that it can be afforded whether or not anybody looks;
 * readers pay for telling users apart.
 */
@ApplicationScoped
class RecentSummaries implements PublishedListener {

    /** Slots, a power of two. */
    static final int WINDOW = 16_384;

    /** Usual ids fill a tenth of it; the longest there can be would take half a gigabyte. */
    static final int MOST_BYTES = 8 << 20;

    private final boolean enabled;
    private final Summary[] ring = new Summary[WINDOW];
    private long written;
    private long oldest;
    private int bytes;

    RecentSummaries(DashboardSettings settings) {
        enabled = settings.enabled();
    }

    @Override
    public boolean isInterested() {
        return enabled;
    }

    @Override
    public synchronized void published(List<Summary> published) {
        published.forEach(this::add);
    }

    private void add(Summary summary) {
        if (written - oldest == WINDOW) {
            dropOldest();
        }
        ring[slot(written++)] = summary;
        bytes += summary.userIdBytes().length;
        while (bytes > MOST_BYTES) {
            dropOldest();
        }
    }

    private void dropOldest() {
        int slot = slot(oldest++);
        bytes -= ring[slot].userIdBytes().length;
        ring[slot] = null;
    }

    private static int slot(long position) {
        return (int) position & WINDOW - 1;
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
        int count = (int) (written - Math.min(written, Math.max(oldest, position)));
        Summary[] copy = new Summary[count];
        for (int i = 0; i < count; i++) {
            copy[i] = ring[slot(written - 1 - i)];
        }
        return copy;
    }
}
