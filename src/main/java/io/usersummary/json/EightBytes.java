package io.usersummary.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at eight bytes at a time, the first in the lowest place (SWAR). */
final class EightBytes {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private EightBytes() {}

    /** The eight bytes from there on. */
    static long at(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /** The same for a place before that end, with zeros for what is behind it. */
    static long upTo(int end, byte[] bytes, int at) {
        int last = end - Long.BYTES;
        return at <= last ? at(bytes, at) : at(bytes, last) >>> Byte.SIZE * (at - last);
    }

    /**
     * A bit for each byte that is a quote, an escape, a control or not ASCII; behind the first
     * there may be others that are none of these. What is not ASCII has the highest bit also beside
     * a quote or a backslash, and but for two bytes keeps it when one is taken away.
     */
    static long specials(long word) {
        long quote = word ^ (ONES * '"');
        long backslash = word ^ (ONES * '\\');
        return ((quote - ONES) | (backslash - ONES) | (word - ONES * ' ')) & HIGHS;
    }

    /** Bits for each byte that is no digit. */
    static long othersThanDigits(long word) {
        long digits = word ^ (ONES * '0');
        return (digits + ONES * 6 | digits) & ONES * 0xF0;
    }

    /** Which byte the lowest bit is of, from 0. */
    static int first(long bits) {
        return Long.numberOfTrailingZeros(bits) >>> 3;
    }

    /** The number whose eight digits they are: made of such of two, of these and of four. */
    static long number(long digits) {
        long twos = (digits & ONES * 0x0F) * ((10 << 8) + 1) >>> 8;
        long fours = (twos & 0x00FF00FF_00FF00FFL) * ((100 << 16) + 1) >>> 16;
        return (fours & 0x0000FFFF_0000FFFFL) * ((10_000L << 32) + 1) >>> 32;
    }
}
