package io.usersummary.summary;

import java.nio.charset.StandardCharsets;

/**
 * Writes the value of a record of {@code output_topic}: {@code
 * {"userId":"j11288090","firstSeen":1534382478,"lastSeen":1534386588}}, times in epoch seconds;
 * exactly these members, in this order, without white space.
 */
public final class SummaryWriter {

    static final byte[] USER_ID = ascii("{\"userId\":\"");
    static final byte[] FIRST_SEEN = ascii("\",\"firstSeen\":");
    static final byte[] LAST_SEEN = ascii(",\"lastSeen\":");
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final int FIXED = USER_ID.length + FIRST_SEEN.length + LAST_SEEN.length + 1;

    private final byte[] json;
    private int length;

    private SummaryWriter(int size) {
        json = new byte[size];
    }

    /** The summary as JSON in UTF-8, in an array of just that length. */
    public static byte[] json(Summary summary) {
        byte[] userId = summary.userIdBytes();
        long first = summary.firstSeen();
        long last = summary.lastSeen();
        int size = FIXED + escapedLength(userId) + digits(first) + digits(last);
        SummaryWriter writer = new SummaryWriter(size);
        writer.append(USER_ID);
        writer.appendEscaped(userId);
        writer.append(FIRST_SEEN);
        writer.append(first);
        writer.append(LAST_SEEN);
        writer.append(last);
        writer.append((byte) '}');
        return writer.json;
    }

    private static int escapedLength(byte[] text) {
        int length = text.length;
        for (byte b : text) {
            if (b == '"' || b == '\\') {
                length++;
            } else if (b >= 0 && b < ' ') {
                length += 5;
            }
        }
        return length;
    }

    private static int digits(long number) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private void appendEscaped(byte[] text) {
        for (byte b : text) {
            if (b >= 0 && b < ' ') {
                append(new byte[] {'\\', 'u', '0', '0', HEX[b >> 4], HEX[b & 15]});
            } else {
                if (b == '"' || b == '\\') {
                    append((byte) '\\');
                }
                append(b);
            }
        }
    }

    private void append(long number) {
        int end = length + digits(number);
        long rest = number;
        for (int at = end - 1; at >= length; at--) {
            json[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length = end;
    }

    private void append(byte[] bytes) {
        System.arraycopy(bytes, 0, json, length, bytes.length);
        length += bytes.length;
    }

    private void append(byte b) {
        json[length++] = b;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
