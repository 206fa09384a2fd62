package io.usersummary.query;

import io.usersummary.summary.Summary;
import java.util.Arrays;

/**
 * Where a page ended.
 *
 * @param key in an order, the {@link Order#key} of the last user; without one, a place of the table
 * @param userId in an order, the last user's id in UTF-8; without one, empty
 */
record Position(long key, byte[] userId) {

    private static final byte[] NOBODY = {};

    static Position of(Summary last, Order order) {
        return new Position(order.key(last.firstSeen(), last.lastSeen()), last.userIdBytes());
    }

    static Position ofPlace(long place) {
        return new Position(place, NOBODY);
    }

    /** Negative if this comes before a row with that key and userId. */
    int compareTo(long otherKey, byte[] bytes, int offset, int length) {
        int byKey = Long.compare(key, otherKey);
        return byKey != 0
                ? byKey
                : Arrays.compareUnsigned(userId, 0, userId.length, bytes, offset, offset + length);
    }
}
