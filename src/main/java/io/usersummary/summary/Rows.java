package io.usersummary.summary;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The rows of the table, one behind the other in chunks of about one mebibyte: first and last seen
 * (5 bytes each), a mark (4), the userId's length (1, or 2 from 128 on) and its bytes, rounded up
 * to four. A userId of nine bytes takes a row of 24.
 *
 * <p>A row is named by its place in units of four bytes, counted from 1, which fits 32 bits for 16
 * GiB of rows. Objects or even arrays a user would cost two to three times as much memory and a
 * cache miss more a look-up. Rows never move. An erased row is used again by the next userId that
 * takes as many units; until then it is a link in the free list of its size.
 */
final class Rows {

    /** The longest userId, in bytes: what the 15 bits of a length hold. */
    static final int MAX_USER_ID_BYTES = Short.MAX_VALUE;

    /** The latest time, in epoch seconds: what 40 bits hold, less one value that no event has. */
    static final long MAX_TIME = (1L << 40) - 2;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int CHUNK_BITS = 20;

    /** With its header no larger than a mebibyte: collectors cut large memory into such pieces. */
    static final int CHUNK = (1 << CHUNK_BITS) - 64;

    private static final int UNIT_BITS = 2;
    private static final int UNITS_BITS = CHUNK_BITS - UNIT_BITS;
    private static final int MOST_CHUNKS = 1 << Integer.SIZE - UNITS_BITS;
    private static final long TIME = (1L << 40) - 1;
    private static final int LAST = 5;
    private static final int MARK = 10;
    private static final int LENGTH = 14;
    private static final int SHORT = 128;

    /** No row is smaller: what tells its size is in there. */
    private static final int SMALLEST = 16;

    private static final int CHANGED = 1 << 31;

    /** When nobody was seen: the begin of a row that is erased, or new. */
    private static final long NEVER = TIME;

    /** No place, and not the end. */
    static final long NOWHERE = -2;

    private final long[] freeBySize = new long[(sizeOf(MAX_USER_ID_BYTES) >>> UNIT_BITS) + 1];
    private byte[][] chunks = new byte[1][];
    private int[] fill = new int[1];
    private int current = -1;

    /**
     * Adds a user whose interval is still empty, so that any join widens it. Until then the row
     * looks like an erased one.
     *
     * @return the user's row
     * @throws TableFullException if there is no room, or the userId is too long
     */
    long add(byte[] bytes, int offset, int length) {
        if (length > MAX_USER_ID_BYTES) {
            throw new TableFullException(
                    "A userId of %,d bytes does not fit a row, which holds %,d"
                            .formatted(length, MAX_USER_ID_BYTES));
        }
        long row = place(sizeOf(length));
        byte[] chunk = chunk(row);
        int at = at(row);
        time(chunk, at, NEVER);
        time(chunk, at + LAST, 0);
        INTS.set(chunk, at + MARK, 0);
        if (length < SHORT) {
            chunk[at + LENGTH] = (byte) length;
        } else {
            chunk[at + LENGTH] = (byte) (length >>> 8 | SHORT);
            chunk[at + LENGTH + 1] = (byte) length;
        }
        System.arraycopy(bytes, offset, chunk, userId(chunk, at), length);
        return row;
    }

    private static long time(byte[] chunk, int at) {
        return (long) LONGS.get(chunk, at) & TIME;
    }

    /** Every time has three bytes or more of its row behind it. */
    private static void time(byte[] chunk, int at, long time) {
        LONGS.set(chunk, at, (long) LONGS.get(chunk, at) & ~TIME | time);
    }

    private static int length(byte[] chunk, int at) {
        byte first = chunk[at + LENGTH];
        return first >= 0 ? first : (first & SHORT - 1) << 8 | chunk[at + LENGTH + 1] & 0xFF;
    }

    /** Where the userId begins. */
    private static int userId(byte[] chunk, int at) {
        return at + LENGTH + (chunk[at + LENGTH] >= 0 ? 1 : 2);
    }

    private long place(int size) {
        long free = freeBySize[size >>> UNIT_BITS];
        if (free != 0) {
            freeBySize[size >>> UNIT_BITS] = last(free);
            return free;
        }
        if (current < 0 || fill[current] + size > CHUNK) {
            addChunk();
        }
        int at = fill[current];
        fill[current] += size;
        return rowAt(current, at);
    }

    private static long rowAt(int chunk, int at) {
        return ((long) chunk << UNITS_BITS | at >>> UNIT_BITS) + 1;
    }

    private void addChunk() {
        if (current + 1 == MOST_CHUNKS) {
            throw new TableFullException(
                    "The table is full: its rows take 16 GiB, the most that 32 bits can name");
        }
        if (++current == chunks.length) {
            chunks = Arrays.copyOf(chunks, current * 2);
            fill = Arrays.copyOf(fill, current * 2);
        }
        chunks[current] = new byte[CHUNK];
    }

    private static int sizeOf(int userIdLength) {
        return LENGTH + (userIdLength < SHORT ? 1 : 2) + userIdLength + 3 & ~3;
    }

    private byte[] chunk(long row) {
        return chunks[(int) (row - 1 >>> UNITS_BITS)];
    }

    private static int at(long row) {
        return (int) (row - 1 << UNIT_BITS) & (1 << CHUNK_BITS) - 1;
    }

    long first(long row) {
        return time(chunk(row), at(row));
    }

    long last(long row) {
        return time(chunk(row), at(row) + LAST);
    }

    /** The length of the userId, in bytes. */
    int length(long row) {
        return length(chunk(row), at(row));
    }

    /** Widens the row's interval so that it covers another; false if it did already. */
    boolean widen(long row, long first, long last) {
        byte[] chunk = chunk(row);
        int at = at(row);
        boolean wider = false;
        if (first < time(chunk, at)) {
            time(chunk, at, first);
            wider = true;
        }
        if (last > time(chunk, at + LAST)) {
            time(chunk, at + LAST, last);
            wider = true;
        }
        return wider;
    }

    /** Something of a row, so that it is near when it is wanted; 0 for no row. */
    long touch(long row) {
        return row == 0 ? 0 : chunk(row)[at(row)];
    }

    int round(long row) {
        return mark(row) & ~CHANGED;
    }

    void round(long row, int round) {
        mark(row, mark(row) & CHANGED | round);
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
        int from = userId(chunk, at);
        return length == length(chunk, at)
                && Arrays.equals(chunk, from, from + length, bytes, offset, offset + length);
    }

    Summary summary(long row) {
        byte[] chunk = chunk(row);
        int from = userId(chunk, at(row));
        int length = length(chunk, at(row));
        return new Summary(Arrays.copyOfRange(chunk, from, from + length), first(row), last(row));
    }

    /** Wipes the user's data; the row is free for another. */
    void erase(long row) {
        byte[] chunk = chunk(row);
        int at = at(row);
        int length = length(chunk, at);
        int units = sizeOf(length) >>> UNIT_BITS;
        int from = userId(chunk, at);
        Arrays.fill(chunk, from, from + length, (byte) 0);
        time(chunk, at, NEVER);
        time(chunk, at + LAST, freeBySize[units]);
        INTS.set(chunk, at + MARK, 0);
        freeBySize[units] = row;
    }

    /** How many bytes the rows take, used or not. */
    long bytes() {
        return (current + 1L) * CHUNK;
    }

    /** The first place, if there is any row; else -1. */
    long begin() {
        return current < 0 ? -1 : rowAt(0, 0);
    }

    /** The place behind a row, or -1 if that was the last. Erased rows are places too. */
    long next(long row) {
        int chunk = (int) (row - 1 >>> UNITS_BITS);
        int at = at(row) + sizeOf(length(chunks[chunk], at(row)));
        if (at < fill[chunk]) {
            return rowAt(chunk, at);
        }
        return behindChunk(row);
    }

    boolean erased(long row) {
        return isErased(chunk(row), at(row));
    }

    // ---- Rows that were copied

    /** How many bytes the rows from this one on take, in its chunk. */
    int bytesFrom(long row) {
        return fill[(int) (row - 1 >>> UNITS_BITS)] - at(row);
    }

    /** Copies so many bytes of rows, from this one on. */
    void copy(long row, byte[] into, int length) {
        System.arraycopy(chunk(row), at(row), into, 0, length);
    }

    /** The place behind a row's chunk, or -1 if that is the last. */
    long behindChunk(long row) {
        int chunk = (int) (row - 1 >>> UNITS_BITS);
        return chunk < current ? rowAt(chunk + 1, 0) : -1;
    }

    /** The place so many bytes behind a row, in the same chunk. */
    static long plus(long row, int bytes) {
        return row + (bytes >>> UNIT_BITS);
    }

    /** Where the row behind one begins; beyond the end if that one is not there as a whole. */
    static int next(byte[] bytes, int at, int end) {
        return at + SMALLEST > end ? end + 1 : at + sizeOf(length(bytes, at));
    }

    static boolean isErased(byte[] bytes, int at) {
        return time(bytes, at) == NEVER;
    }

    static boolean show(byte[] bytes, int at, SummaryVisitor visitor) {
        return visitor.visit(
                bytes,
                userId(bytes, at),
                length(bytes, at),
                time(bytes, at),
                time(bytes, at + LAST));
    }
}
