package io.usersummary.query;

import io.usersummary.summary.Summary;
import io.usersummary.summary.SummaryVisitor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Keeps the first users of an order in a bounded heap, the last of them on top, as they come in no
 * order. Most rows are turned away by one comparison.
 */
final class Top implements SummaryVisitor {

    private static final long MOST_BYTES = 64 << 20;

    private final Filter.Matcher filter;
    private final Order order;
    private final int most;
    private final Position after;
    private final PriorityQueue<Summary> lastFirst;
    private Position worst;
    private long bytesOfIds;

    /**
     * @param most how many to keep
     * @param after keeps only those behind this position; null for all
     */
    Top(Filter filter, Order order, int most, Position after) {
        this.filter = filter.matcher();
        this.order = order;
        this.most = most;
        this.after = after;
        lastFirst = new PriorityQueue<>(order.comparator().reversed());
    }

    @Override
    public boolean visit(byte[] bytes, int offset, int length, long first, long last) {
        if (filter.matches(bytes, offset, length, first, last)) {
            long key = order.key(first, last);
            boolean behind = after == null || after.compareTo(key, bytes, offset, length) < 0;
            if (behind && (worst == null || worst.compareTo(key, bytes, offset, length) > 0)) {
                byte[] userId = Arrays.copyOfRange(bytes, offset, offset + length);
                keep(new Summary(userId, first, last));
            }
        }
        return true;
    }

    private void keep(Summary user) {
        lastFirst.add(user);
        bytesOfIds += user.userIdBytes().length;
        if (lastFirst.size() > most) {
            bytesOfIds -= lastFirst.poll().userIdBytes().length;
        }
        if (bytesOfIds > MOST_BYTES) {
            throw new InvalidQueryException(
                    "The userIds of so many users take more than %,d bytes; ask for a smaller limit."
                            .formatted(MOST_BYTES));
        }
        if (lastFirst.size() == most) {
            worst = Position.of(lastFirst.peek(), order);
        }
    }

    /** Those kept, in order. */
    List<Summary> inOrder() {
        List<Summary> kept = new ArrayList<>(lastFirst);
        kept.sort(order.comparator());
        return kept;
    }
}
