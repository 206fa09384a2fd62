package io.usersummary.summary;

import io.usersummary.json.JsonScanner;
import io.usersummary.json.Span;
import io.usersummary.json.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The value of a record of {@code output_topic}: {@code
 * {"userId":"j11288090","firstSeen":1534382478,"lastSeen":1534386588}}, times in epoch seconds.
 *
 * <p>Not thread-safe; meant to be reused, and then it reads without allocating.
 */
public final class SummaryJson {

    private static final byte[] USER_ID = ascii("userId");
    private static final byte[] FIRST_SEEN = ascii("firstSeen");
    private static final byte[] LAST_SEEN = ascii("lastSeen");

    private final JsonScanner json = new JsonScanner();
    private final Span userId = new Span();
    private long firstSeen;
    private long lastSeen;

    private byte[] buffer = new byte[128];
    private int length;

    /** The summary as JSON in UTF-8: exactly three members, in this order, no white space. */
    public byte[] write(Summary summary) {
        length = 0;
        append("{\"userId\":\"");
        appendEscaped(summary.userIdBytes());
        append("\",\"firstSeen\":");
        append(Long.toString(summary.firstSeen()));
        append(",\"lastSeen\":");
        append(Long.toString(summary.lastSeen()));
        append("}");
        return Arrays.copyOf(buffer, length);
    }

    private void appendEscaped(byte[] text) {
        for (byte b : text) {
            if (b == '"' || b == '\\') {
                append("\\");
                append(b);
            } else if (b >= 0 && b < ' ') {
                append(String.format("\\u%04x", b));
            } else {
                append(b);
            }
        }
    }

    @SuppressWarnings("deprecation")
    private void append(String ascii) {
        reserve(ascii.length());
        ascii.getBytes(0, ascii.length(), buffer, length);
        length += ascii.length();
    }

    private void append(byte b) {
        reserve(1);
        buffer[length++] = b;
    }

    private void reserve(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(length + more, buffer.length * 2));
        }
    }

    /**
     * Reads a published summary; members that it does not know are skipped.
     *
     * @param bytes holds the value
     * @throws UnreadableException if it is not a summary, with the reason
     */
    public void read(byte[] bytes, int from, int length) throws UnreadableException {
        userId.clear();
        firstSeen = -1;
        lastSeen = -1;
        json.reset(bytes, from, length);
        if (json.object()) {
            do {
                readMember();
            } while (json.another('}'));
        }
        json.end();
        if (!userId.isSet() || firstSeen < 0 || lastSeen < firstSeen) {
            throw new UnreadableException("not a summary with 0 <= firstSeen <= lastSeen");
        }
    }

    private void readMember() throws UnreadableException {
        json.memberName();
        if (json.textIs(USER_ID)) {
            json.string();
            json.text(userId);
        } else if (json.textIs(FIRST_SEEN)) {
            firstSeen = json.integer("firstSeen");
        } else if (json.textIs(LAST_SEEN)) {
            lastSeen = json.integer("lastSeen");
        } else {
            json.value();
        }
    }

    /** The userId of the last summary read, in UTF-8; changes with the next read. */
    public Span userId() {
        return userId;
    }

    /** The firstSeen of the last summary read, in epoch seconds. */
    public long firstSeen() {
        return firstSeen;
    }

    /** The lastSeen of the last summary read, in epoch seconds. */
    public long lastSeen() {
        return lastSeen;
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
