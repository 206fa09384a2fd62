package io.usersummary.json;

import java.util.Arrays;

/** A stretch of a byte array: text in UTF-8 that nobody had to copy. Mutable, to be reused. */
public final class Span {

    private byte[] bytes;
    private int offset;
    private int length;

    /** Points the span at other bytes. */
    public void set(byte[] bytes, int offset, int length) {
        if (this.bytes != bytes) {
            // Records of a poll share an array, and a reference is dear to store for some
            // collectors.
            this.bytes = bytes;
        }
        this.offset = offset;
        this.length = length;
    }

    /** Forgets the bytes. */
    public void clear() {
        set(null, 0, 0);
    }

    /** Whether the span points at something. */
    public boolean isSet() {
        return bytes != null;
    }

    /** The text by itself, in an array of its own. */
    public byte[] copy() {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    /** The array that holds the text. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the text begins in {@link #bytes()}. */
    public int offset() {
        return offset;
    }

    /** The text's length in bytes. */
    public int length() {
        return length;
    }
}
