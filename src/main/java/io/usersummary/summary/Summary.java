package io.usersummary.summary;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * When one user was first and last seen: a closed interval of event time. A single event is one
 * already, from its timestamp to its timestamp.
 *
 * <p>The userId is kept as the UTF-8 bytes it came in and goes out as; the text is made when asked
 * for. Immutable.
 */
public final class Summary {

    private final byte[] userId;
    private final long firstSeen;
    private final long lastSeen;

    /**
     * @param userId the user's id in UTF-8; the array is kept, not copied, and must not change
     * @param firstSeen the earliest timestamp, in epoch seconds, not negative
     * @param lastSeen the latest timestamp, in epoch seconds, not before {@code firstSeen}
     */
    public Summary(byte[] userId, long firstSeen, long lastSeen) {
        if (firstSeen < 0 || lastSeen < firstSeen) {
            throw new IllegalArgumentException(
                    "firstSeen and lastSeen must satisfy 0 <= firstSeen <= lastSeen, not "
                            + firstSeen
                            + " and "
                            + lastSeen);
        }
        this.userId = userId;
        this.firstSeen = firstSeen;
        this.lastSeen = lastSeen;
    }

    /** A summary of a user whose id is given as text. */
    public static Summary of(String userId, long firstSeen, long lastSeen) {
        return new Summary(userId.getBytes(StandardCharsets.UTF_8), firstSeen, lastSeen);
    }

    /** The user's id. */
    public String userId() {
        return new String(userId, StandardCharsets.UTF_8);
    }

    /** The user's id in UTF-8; not a copy. */
    public byte[] userIdBytes() {
        return userId;
    }

    /** The earliest event time, in epoch seconds. */
    public long firstSeen() {
        return firstSeen;
    }

    /** The latest event time, in epoch seconds. */
    public long lastSeen() {
        return lastSeen;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Summary that
                && firstSeen == that.firstSeen
                && lastSeen == that.lastSeen
                && Arrays.equals(userId, that.userId);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(userId);
    }

    @Override
    public String toString() {
        return userId() + " [" + firstSeen + ", " + lastSeen + "]";
    }
}
