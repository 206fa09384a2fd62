package io.usersummary.json;

import java.util.Arrays;

/**
 * A short text that is looked for at many places. Nearly every other is told apart from it by its
 * length and its first and last eight bytes, without a loop. Mutable, to be reused; looks for
 * nothing before it is set.
 */
public final class TextMatcher {

    private final byte[] text;
    private int length;
    private long head;
    private long headMask;
    private long tail;

    /**
     * A matcher with room for texts up to this length.
     *
     * @param longest in bytes
     */
    public TextMatcher(int longest) {
        text = new byte[Math.max(longest, Long.BYTES)];
    }

    /** Has it look for these bytes; false if there is no room for so many. */
    boolean set(byte[] bytes, int from, int to) {
        if (to - from > text.length) {
            return false;
        }
        length = to - from;
        System.arraycopy(bytes, from, text, 0, length);
        head = (long) JsonScanner.LONGS.get(text, 0);
        headMask = length < Long.BYTES ? (1L << length * Byte.SIZE) - 1 : -1L;
        int last = Math.max(length - Long.BYTES, 0);
        tail = (long) JsonScanner.LONGS.get(text, last);
        return true;
    }

    int length() {
        return length;
    }

    /**
     * Whether the text stands at this place.
     *
     * @param end where bytes end that may be looked at
     */
    boolean isAt(byte[] bytes, int at, int end) {
        int length = this.length;
        if (at + Math.max(length, Long.BYTES) > end) {
            return isAtEnd(bytes, at, end);
        }
        return (((long) JsonScanner.LONGS.get(bytes, at) ^ head) & headMask) == 0
                && (length <= Long.BYTES || restIsAt(bytes, at));
    }

    private boolean isAtEnd(byte[] bytes, int at, int end) {
        return at + length <= end && Arrays.equals(bytes, at, at + length, text, 0, length);
    }

    /** The last eight bytes overlap with the first in a text that is not twice as long. */
    private boolean restIsAt(byte[] bytes, int at) {
        return (long) JsonScanner.LONGS.get(bytes, at + length - Long.BYTES) == tail
                && (length <= 2 * Long.BYTES
                        || Arrays.equals(bytes, at, at + length, text, 0, length));
    }
}
