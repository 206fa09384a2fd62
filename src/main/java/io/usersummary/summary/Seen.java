package io.usersummary.summary;

import java.nio.ByteBuffer;

/**
 * From when to when a user was seen, in epoch seconds: a summary without the user. Immutable.
 *
 * @param first the begin
 * @param last the end, not before the begin
 */
public record Seen(long first, long last) {

    private static final int BYTES = 2 * Long.BYTES;

    /** The smallest interval that holds both. */
    public Seen join(Seen other) {
        return covers(other)
                ? this
                : new Seen(Math.min(first, other.first), Math.max(last, other.last));
    }

    /** Whether another one teaches nothing beyond this. */
    public boolean covers(Seen other) {
        return first <= other.first && other.last <= last;
    }

    /**
     * As it travels, keyed by userId, in the internal topic of the engine on Kafka Streams: both
     * times as eight bytes each, the most significant first.
     */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(first).putLong(last).array();
    }

    /** The inverse of {@link #bytes()}. */
    public static Seen of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Seen(buffer.getLong(), buffer.getLong());
    }
}
