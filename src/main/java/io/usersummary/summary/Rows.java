package io.usersummary.summary;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * The rows of the table, one behind the other in chunks of one mebibyte: first and last seen (8
 * bytes each), a mark (4), the userId's length (2) and its bytes, rounded up to four.
 *
 * <p>A row is named by its place in units of four bytes, counted from 1, which fits 32 bits for 16
 * GiB of rows. Objects or even arrays a user would cost two to three times as much memory and a
 * cache miss more a look-up.
 */
final class Rows {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle CHARS =
            MethodHandles.byteArrayViewVarHandle(char[].class, ByteOrder.nativeOrder());

    private static final int CHUNK_BITS = 20;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int UNIT_BITS = 2;
    private static final int UNITS_BITS = CHUNK_BITS - UNIT_BITS;
    private static final int LAST = 8;
    private static final int MARK = 16;
    private static final int LENGTH = 20;
    private static final int USER_ID = 22;

    private static final int CHANGED = 1 << 31;

    /** An interval that no event has: the row of a user who was forgotten. */
    private static final long ERASED = -1;

    private byte[][] chunks = new byte[1][];
    private int[] fill = new int[1];
    private int current = -1;

    static long unsigned(long slot) {
        return slot & 0xFFFF_FFFFL;
    }

    long add(byte[] bytes, int offset, int length, long first, long last) {
        int size = sizeOf(length);
        if (current < 0 || fill[current] + size > CHUNK) {
            addChunk();
        }
        int at = fill[current];
        byte[] chunk = chunks[current];
        LONGS.set(chunk, at, first);
        LONGS.set(chunk, at + LAST, last);
        CHARS.set(chunk, at + LENGTH, (char) length);
        System.arraycopy(bytes, offset, chunk, at + USER_ID, length);
        fill[current] += size;
        return ((long) current << UNITS_BITS | at >>> UNIT_BITS) + 1;
    }

    private void addChunk() {
        if (++current == chunks.length) {
            chunks = Arrays.copyOf(chunks, current * 2);
            fill = Arrays.copyOf(fill, current * 2);
        }
        chunks[current] = new byte[CHUNK];
    }

    private static int sizeOf(int userIdLength) {
        return USER_ID + userIdLength + 3 & ~3;
    }

    private byte[] chunk(long row) {
        return chunks[(int) (row - 1 >>> UNITS_BITS)];
    }

    private static int at(long row) {
        return (int) (row - 1 << UNIT_BITS) & CHUNK - 1;
    }

    long first(long row) {
        return (long) LONGS.get(chunk(row), at(row));
    }

    void first(long row, long value) {
        LONGS.set(chunk(row), at(row), value);
    }

    long last(long row) {
        return (long) LONGS.get(chunk(row), at(row) + LAST);
    }

    void last(long row, long value) {
        LONGS.set(chunk(row), at(row) + LAST, value);
    }

    int round(long row) {
        return mark(row) & ~CHANGED;
    }

    void round(long row, int round) {
        mark(row, mark(row) & CHANGED | round);
    }

    boolean changed(long row) {
        return mark(row) < 0;
    }

    /** Sets or clears the mark; false if it was so already. */
    boolean changed(long row, boolean changed) {
        int before = mark(row);
        mark(row, changed ? before | CHANGED : before & ~CHANGED);
        return before < 0 != changed;
    }

    private int mark(long row) {
        return (int) INTS.get(chunk(row), at(row) + MARK);
    }

    private void mark(long row, int mark) {
        INTS.set(chunk(row), at(row) + MARK, mark);
    }

    boolean isOf(long row, byte[] bytes, int offset, int length) {
        byte[] chunk = chunk(row);
        int at = at(row);
        return length == (char) CHARS.get(chunk, at + LENGTH)
                && Arrays.equals(
                        chunk, at + USER_ID, at + USER_ID + length, bytes, offset, offset + length);
    }

    Summary summary(long row) {
        byte[] chunk = chunk(row);
        int from = at(row) + USER_ID;
        int length = (char) CHARS.get(chunk, at(row) + LENGTH);
        return new Summary(Arrays.copyOfRange(chunk, from, from + length), first(row), last(row));
    }

    /** Wipes the user's data; the room is lost until the next start. */
    void erase(long row) {
        byte[] chunk = chunk(row);
        int at = at(row);
        int length = (char) CHARS.get(chunk, at + LENGTH);
        Arrays.fill(chunk, at + USER_ID, at + USER_ID + length, (byte) 0);
        first(row, ERASED);
        last(row, ERASED);
        mark(row, 0);
    }

    boolean erased(long row) {
        return first(row) == ERASED;
    }

    int chunks() {
        return current + 1;
    }

    /** Visits the rows of a chunk that were not erased. */
    void each(int chunk, LongConsumer visitor) {
        int at = 0;
        while (at < fill[chunk]) {
            long row = ((long) chunk << UNITS_BITS | at >>> UNIT_BITS) + 1;
            if (!erased(row)) {
                visitor.accept(row);
            }
            at += sizeOf((char) CHARS.get(chunks[chunk], at + LENGTH));
        }
    }
}
