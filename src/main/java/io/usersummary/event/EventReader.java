package io.usersummary.event;

import io.usersummary.json.JsonScanner;
import io.usersummary.json.Span;
import io.usersummary.json.UnreadableException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the two members of a user event that decide anything, {@code userId} and {@code
 * metadata.timestamp}, straight from the bytes of a record's value. Everything else is skipped but
 * must be well-formed JSON.
 *
 * <p>Valid is a JSON object in UTF-8, smaller than {@value #MAX_BYTES} bytes, with exactly one
 * non-blank string {@code userId} of at most {@value #MAX_USER_ID_BYTES} bytes and exactly one
 * {@code metadata} object with exactly one integer {@code timestamp} from 0 up to the latest that
 * the caller allows.
 *
 * <p>Reading a valid event whose userId holds no escape allocates nothing. Not thread-safe: keep
 * one reader a thread, and read the results before the next call.
 */
public final class EventReader {

    /** Values of this many bytes or more are refused: one megabyte. */
    public static final int MAX_BYTES = 1_000_000;

    /** The longest userId in UTF-8 bytes; it has to fit a summary record many times over. */
    public static final int MAX_USER_ID_BYTES = 32_767;

    private static final byte[] USER_ID = ascii("userId");
    private static final byte[] METADATA = ascii("metadata");
    private static final byte[] TIMESTAMP = ascii("timestamp");

    private final JsonScanner json = new JsonScanner();
    private final Span userId = new Span();
    private boolean metadataSeen;
    private boolean timestampSeen;
    private long timestamp;

    /**
     * Reads one event.
     *
     * @param bytes holds the record's value; null for a record without one
     * @param from where the value begins
     * @param length its length in bytes
     * @param latest the latest timestamp that is allowed, in epoch seconds
     * @throws UnreadableException if it is not a valid event, with the reason
     */
    public void read(byte[] bytes, int from, int length, long latest) throws UnreadableException {
        if (bytes == null || length == 0) {
            throw new UnreadableException("empty value");
        }
        if (length >= MAX_BYTES) {
            throw new UnreadableException("larger than " + (MAX_BYTES - 1) + " bytes");
        }
        userId.clear();
        metadataSeen = false;
        timestampSeen = false;
        json.reset(bytes, from, length);
        if (json.peek() != '{') {
            throw new UnreadableException("not a JSON object");
        }
        readEvent();
        json.end();
        check(latest);
    }

    private void readEvent() throws UnreadableException {
        if (!json.object()) {
            return;
        }
        do {
            json.memberName();
            if (json.textIs(USER_ID)) {
                readUserId();
            } else if (json.textIs(METADATA)) {
                readMetadata();
            } else {
                json.value();
            }
        } while (json.another('}'));
    }

    private void readUserId() throws UnreadableException {
        if (userId.isSet()) {
            throw new UnreadableException("userId is given twice");
        }
        if (json.peek() != '"') {
            throw new UnreadableException("userId is not a string");
        }
        json.string();
        json.text(userId);
    }

    private void readMetadata() throws UnreadableException {
        if (metadataSeen) {
            throw new UnreadableException("metadata is given twice");
        }
        metadataSeen = true;
        if (json.peek() != '{') {
            throw new UnreadableException("metadata is not an object");
        }
        if (!json.object()) {
            return;
        }
        do {
            json.memberName();
            if (!json.textIs(TIMESTAMP)) {
                json.value();
                continue;
            }
            if (timestampSeen) {
                throw new UnreadableException("metadata.timestamp is given twice");
            }
            timestampSeen = true;
            timestamp = json.integer("metadata.timestamp");
        } while (json.another('}'));
    }

    private void check(long latest) throws UnreadableException {
        if (!userId.isSet()) {
            throw new UnreadableException("userId is missing");
        }
        if (userId.length() > MAX_USER_ID_BYTES) {
            throw new UnreadableException("userId is longer than " + MAX_USER_ID_BYTES + " bytes");
        }
        if (isBlank(userId)) {
            throw new UnreadableException("userId is blank");
        }
        if (!metadataSeen) {
            throw new UnreadableException("metadata is missing");
        }
        if (!timestampSeen) {
            throw new UnreadableException("metadata.timestamp is missing");
        }
        if (timestamp < 0) {
            throw new UnreadableException("metadata.timestamp is negative");
        }
        if (timestamp > latest) {
            throw new UnreadableException(
                    "metadata.timestamp is too far in the future (epoch seconds expected)");
        }
    }

    private static boolean isBlank(Span text) {
        int end = text.offset() + text.length();
        for (int i = text.offset(); i < end; i++) {
            if (text.bytes()[i] > ' ') {
                return false;
            }
        }
        return new String(text.bytes(), text.offset(), text.length(), StandardCharsets.UTF_8)
                .isBlank();
    }

    /** The userId of the last event read, in UTF-8; changes with the next read. */
    public Span userId() {
        return userId;
    }

    /** The time of the last event read, {@code metadata.timestamp}, in epoch seconds. */
    public long timestamp() {
        return timestamp;
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
