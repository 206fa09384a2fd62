package io.usersummary.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * A name that the members of objects are compared with. Nearly all others are told apart by their
 * length and their first and last eight bytes, without a loop.
 */
public final class MemberName {

    private final byte[] utf8;
    private final long head;
    private final long headMask;
    private final long tail;

    /** The name, without quotes and escapes. */
    public MemberName(String name) {
        utf8 = name.getBytes(UTF_8);
        byte[] padded = Arrays.copyOf(utf8, Math.max(utf8.length, Long.BYTES));
        head = (long) JsonScanner.LONGS.get(padded, 0);
        tail = (long) JsonScanner.LONGS.get(padded, padded.length - Long.BYTES);
        headMask = utf8.length < Long.BYTES ? (1L << utf8.length * Byte.SIZE) - 1 : -1L;
    }

    /** Whether a range of bytes, without escapes, is this name. */
    boolean is(byte[] bytes, int from, int to) {
        if (to - from != utf8.length) {
            return false;
        }
        if (from > bytes.length - Long.BYTES) {
            return Arrays.equals(bytes, from, to, utf8, 0, utf8.length);
        }
        long first = (long) JsonScanner.LONGS.get(bytes, from);
        return ((first ^ head) & headMask) == 0
                && (utf8.length <= Long.BYTES || restIs(bytes, from, to));
    }

    /** The last eight bytes overlap with the first in a name that is not twice as long. */
    private boolean restIs(byte[] bytes, int from, int to) {
        return (long) JsonScanner.LONGS.get(bytes, to - Long.BYTES) == tail
                && (utf8.length <= 2 * Long.BYTES
                        || Arrays.equals(bytes, from, to, utf8, 0, utf8.length));
    }

    /** Whether the bytes are this name. */
    boolean is(byte[] bytes) {
        return Arrays.equals(bytes, utf8);
    }
}
