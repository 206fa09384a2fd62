package io.usersummary.json;

import java.util.Arrays;

/**
 * A short text that is looked for at many places. Nearly every other is told apart from it by its
 * first and last eight bytes, without a loop.
 */
class TextMatcher {

    private final byte[] text;
    private final int length;
    private final long head;
    private final long headMask;
    private final long tail;

    /** Looks for these bytes. */
    TextMatcher(byte[] bytes, int from, int to) {
        length = to - from;
        text = new byte[Math.max(length, Long.BYTES)];
        System.arraycopy(bytes, from, text, 0, length);
        head = EightBytes.at(text, 0);
        headMask = length < Long.BYTES ? (1L << length * Byte.SIZE) - 1 : -1L;
        tail = EightBytes.at(text, Math.max(length - Long.BYTES, 0));
    }

    /** The text's length in bytes. */
    final int length() {
        return length;
    }

    /**
     * Whether the text stands at this place.
     *
     * @param end where bytes end that may be looked at
     */
    final boolean isAt(byte[] bytes, int at, int end) {
        int length = this.length;
        if (at + Math.max(length, Long.BYTES) > end) {
            return isAtEnd(bytes, at, end);
        }
        if (((EightBytes.at(bytes, at) ^ head) & headMask) != 0) {
            return false;
        }
        // The last eight bytes overlap with the first in a text that is not twice as long.
        return length <= Long.BYTES
                || EightBytes.at(bytes, at + length - Long.BYTES) == tail
                        && (length <= 2 * Long.BYTES
                                || Arrays.equals(bytes, at, at + length, text, 0, length));
    }

    private boolean isAtEnd(byte[] bytes, int at, int end) {
        return at + length <= end && Arrays.equals(bytes, at, at + length, text, 0, length);
    }

    final boolean looksForTheSameAs(TextMatcher other) {
        return length == other.length && Arrays.equals(text, other.text);
    }
}
