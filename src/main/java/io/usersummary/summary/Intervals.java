package io.usersummary.summary;

import java.util.Arrays;

/**
 * A block of users' intervals on their way into the {@link SummaryTable}, which joins them under
 * one hold of its lock. The userIds are copied, so that nothing of where they came from is kept
 * alive. Not thread-safe.
 */
public final class Intervals {

    private static final int MANY = 256;
    private static final int BYTES_EACH = 16;
    private static final int MANY_BYTES = 64 << 10;

    private byte[] ids;
    private int[] ends;
    private long[] firsts;
    private long[] lasts;
    private long[] hashes;
    private int size;

    /**
     * An empty block.
     *
     * @param expected how many intervals it is made for; it grows as needed
     */
    public Intervals(int expected) {
        int room = Math.min(expected, MANY);
        ids = new byte[room * BYTES_EACH];
        ends = new int[room];
        firsts = new long[room];
        lasts = new long[room];
        hashes = new long[room];
    }

    /**
     * Adds an interval.
     *
     * @param bytes holds the userId in UTF-8
     * @param first the interval's begin, in epoch seconds, not negative
     * @param last the interval's end, in epoch seconds, not before its begin and at most {@link
     *     SummaryTable#MAX_TIME}
     */
    public void add(byte[] bytes, int offset, int length, long first, long last) {
        if (first < 0 || last < first || last > SummaryTable.MAX_TIME) {
            throw new IllegalArgumentException(
                    "0 <= first <= last <= %d does not hold for %d and %d"
                            .formatted(SummaryTable.MAX_TIME, first, last));
        }
        int from = start(size);
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2 + 1);
            firsts = Arrays.copyOf(firsts, ends.length);
            lasts = Arrays.copyOf(lasts, ends.length);
            hashes = Arrays.copyOf(hashes, ends.length);
        }
        if (from + length > ids.length) {
            ids = Arrays.copyOf(ids, Math.max(from + length, ids.length * 2));
        }
        System.arraycopy(bytes, offset, ids, from, length);
        ends[size] = from + length;
        firsts[size] = first;
        lasts[size] = last;
        hashes[size] = Hash.of(bytes, offset, length);
        size++;
    }

    /** Whether it holds so much that it should be joined before more is added. */
    public boolean isLarge() {
        return size >= MANY || start(size) >= MANY_BYTES;
    }

    /** Makes it empty again. */
    public void clear() {
        size = 0;
    }

    /** The number of intervals. */
    public int size() {
        return size;
    }

    byte[] ids() {
        return ids;
    }

    /** Where the userId of an interval begins in {@link #ids}. */
    int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    int length(int index) {
        return ends[index] - start(index);
    }

    long first(int index) {
        return firsts[index];
    }

    long last(int index) {
        return lasts[index];
    }

    /**
     * The hash of an interval's userId, so that nobody has to make it with the table's lock held.
     */
    long hash(int index) {
        return hashes[index];
    }
}
