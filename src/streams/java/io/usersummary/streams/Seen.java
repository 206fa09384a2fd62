package io.usersummary.streams;

import java.nio.ByteBuffer;

/**
 * From when to when a user was seen, in epoch seconds; what the core calls a summary, without the
 * user. Immutable.
 */
record Seen(long first, long last) {

    private static final int BYTES = 2 * Long.BYTES;

    /** The smallest interval that holds both. */
    Seen join(Seen other) {
        return covers(other)
                ? this
                : new Seen(Math.min(first, other.first), Math.max(last, other.last));
    }

    /** Whether another one teaches nothing beyond this. */
    boolean covers(Seen other) {
        return first <= other.first && other.last <= last;
    }

    /** As it travels in the internal topic. */
    byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(first).putLong(last).array();
    }

    /** The inverse of {@link #bytes()}. */
    static Seen of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Seen(buffer.getLong(), buffer.getLong());
    }
}
