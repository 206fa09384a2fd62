package io.usersummary.event;

import io.usersummary.json.Span;
import io.usersummary.json.UnreadableException;

/**
 * Reads the two things of a user event that decide anything, the userId and the time, straight from
 * the bytes of a record, at the places that an {@link EventShape} names. Everything else in the
 * value is skipped but must be well-formed JSON; a shape that looks for nothing in the value takes
 * any.
 *
 * <p>Valid is a JSON document in UTF-8, smaller than {@value #MAX_BYTES} bytes, with a non-blank
 * userId of at most {@value #MAX_USER_ID_BYTES} bytes and a time from 1970 up to the latest that
 * the caller allows.
 *
 * <p>Reading a valid event whose userId holds no escape allocates nothing. Not thread-safe: keep
 * one reader a thread, and read the results before the next call.
 */
public final class EventReader {

    /** Values of this many bytes or more are refused: one megabyte. */
    public static final int MAX_BYTES = 1_000_000;

    /** The longest userId in UTF-8 bytes; it has to fit a summary record many times over. */
    public static final int MAX_USER_ID_BYTES = UserIds.MAX_BYTES;

    private final boolean userIdIsKey;
    private final boolean timeIsRecords;
    private final boolean needsValue;
    private final DocumentWalk walk;
    private final UserIds userIds;
    private final Times times;
    private final Span userId = new Span();
    private long timestamp;

    /** A reader of events of this shape. */
    public EventReader(EventShape shape) {
        userIdIsKey = shape.userId().isRecord();
        timeIsRecords = shape.timestamp().isRecord();
        needsValue = !userIdIsKey || !timeIsRecords;
        walk = new DocumentWalk(shape);
        userIds = new UserIds(shape.numbersAreUserIds());
        times = new Times(shape.format());
    }

    /** Whether it matters what key a record has. */
    public boolean readsKeys() {
        return userIdIsKey;
    }

    /**
     * Reads one event.
     *
     * @param key the record's key; not set for a record without one, or if keys do not matter
     * @param value the record's value; not set for a record without one
     * @param recordTime the record's own timestamp, in epoch milliseconds; -1 if it has none
     * @param latest the latest time that is allowed, in epoch seconds
     * @throws UnreadableException if it is not a valid event, with the reason
     */
    public void read(Span key, Span value, long recordTime, long latest)
            throws UnreadableException {
        if (needsValue) {
            checkSize(value);
            walk.over(value);
        }
        if (userIdIsKey) {
            userIds.ofKey(key, userId);
        } else {
            userIds.of(walk.userId(), userId);
        }
        timestamp =
                timeIsRecords
                        ? times.ofRecord(recordTime, latest)
                        : times.of(walk.timestamp(), latest);
    }

    private static void checkSize(Span value) throws UnreadableException {
        if (value.length() == 0) {
            throw new UnreadableException("empty value");
        }
        if (value.length() >= MAX_BYTES) {
            throw new UnreadableException("larger than " + (MAX_BYTES - 1) + " bytes");
        }
    }

    /** The userId of the last event read, in UTF-8; changes with the next read. */
    public Span userId() {
        return userId;
    }

    /** The time of the last event read, in epoch seconds, rounded down. */
    public long timestamp() {
        return timestamp;
    }
}
