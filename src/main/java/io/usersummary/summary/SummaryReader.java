package io.usersummary.summary;

import io.usersummary.json.JsonScanner;
import io.usersummary.json.MemberName;
import io.usersummary.json.Span;
import io.usersummary.json.UnreadableException;
import java.util.Arrays;

/**
 * Reads the value of a record of {@code output_topic}, as {@link SummaryWriter} writes it.
 *
 * <p>Not thread-safe; meant to be reused, and then it reads without allocating.
 */
public final class SummaryReader {

    private static final MemberName USER_ID = new MemberName("userId");
    private static final MemberName FIRST_SEEN = new MemberName("firstSeen");
    private static final MemberName LAST_SEEN = new MemberName("lastSeen");

    private static final int NOT_SO = -1;
    private static final int SAFE_DIGITS = 18;

    private final JsonScanner json = new JsonScanner();
    private final Span userId = new Span();
    private long firstSeen;
    private long lastSeen;
    private long integer;

    /**
     * Reads one summary; members that it does not know are skipped.
     *
     * @param bytes holds the value
     * @throws UnreadableException if it is not a summary, with the reason
     */
    public void read(byte[] bytes, int from, int length) throws UnreadableException {
        if (!readAsWritten(bytes, from, from + length)) {
            readAny(bytes, from, length);
        }
        if (userId.length() > SummaryTable.MAX_USER_ID_BYTES) {
            throw new UnreadableException(
                    "userId is longer than " + SummaryTable.MAX_USER_ID_BYTES + " bytes");
        }
        if (lastSeen > SummaryTable.MAX_TIME) {
            throw new UnreadableException("lastSeen is beyond " + SummaryTable.MAX_TIME);
        }
    }

    /**
     * The short way, for what {@link SummaryWriter} makes of a userId in plain ASCII; false if the
     * text differs from that in any byte.
     */
    private boolean readAsWritten(byte[] bytes, int from, int to) {
        int idFrom = after(SummaryWriter.USER_ID, bytes, from, to);
        int idTo = plainTextEnd(bytes, idFrom, to);
        int firstFrom = after(SummaryWriter.FIRST_SEEN, bytes, idTo, to);
        int firstTo = integerEnd(bytes, firstFrom, to);
        firstSeen = integer;
        int lastFrom = after(SummaryWriter.LAST_SEEN, bytes, firstTo, to);
        int lastTo = integerEnd(bytes, lastFrom, to);
        lastSeen = integer;
        if (lastTo == NOT_SO || lastTo != to - 1 || bytes[lastTo] != '}') {
            return false;
        }
        userId.set(bytes, idFrom, idTo - idFrom);
        return lastSeen >= firstSeen;
    }

    private static int after(byte[] part, byte[] bytes, int from, int to) {
        int end = from + part.length;
        return from >= 0 && end <= to && Arrays.equals(bytes, from, end, part, 0, part.length)
                ? end
                : NOT_SO;
    }

    /**
     * Where the text ends that begins here, or {@link #NOT_SO} if there is more than ASCII to it.
     */
    private static int plainTextEnd(byte[] bytes, int from, int to) {
        if (from == NOT_SO) {
            return NOT_SO;
        }
        for (int at = from; at < to; at++) {
            byte b = bytes[at];
            if (b == '"') {
                return at;
            }
            if (b < ' ' || b == '\\') {
                return NOT_SO;
            }
        }
        return NOT_SO;
    }

    /**
     * Where the integer ends that begins here, which is then in {@link #integer}; {@link #NOT_SO}
     * if it could be malformed or too large.
     */
    private int integerEnd(byte[] bytes, int from, int to) {
        if (from == NOT_SO) {
            return NOT_SO;
        }
        int at = from;
        long value = 0;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            value = value * 10 + bytes[at++] - '0';
        }
        integer = value;
        int digits = at - from;
        boolean sound = digits == 1 || digits > 1 && digits <= SAFE_DIGITS && bytes[from] != '0';
        return sound ? at : NOT_SO;
    }

    private void readAny(byte[] bytes, int from, int length) throws UnreadableException {
        userId.clear();
        firstSeen = -1;
        lastSeen = -1;
        json.reset(bytes, from, length);
        if (json.object()) {
            do {
                readMember();
            } while (json.another('}'));
        }
        json.expectEnd();
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
}
