package io.usersummary.summary;

/**
 * Finds a user's row by the hash of the userId: open addressing with linear probing. A slot holds
 * half of the hash and the row's place, so that a look-up usually touches one slot and one row.
 *
 * <p>The slots are cut into segments by the other half of the hash. Each segment grows by itself,
 * and by two fifths: nobody waits until a large table is laid out anew, and more than half of the
 * slots are in use. Where it is known how many users there will be, it grows in fewer and larger
 * steps. A hash is scaled down to a slot, not masked, so that a segment can have any number of
 * them.
 *
 * <p>Not thread-safe: used with the table's lock held.
 */
final class UserIndex {

    static final int SEGMENTS = 1 << 10;

    /**
     * Segments begin with so many slots, or up to two fifths more, so as not to grow all at once.
     */
    private static final int SMALLEST = 20;

    /** A segment grows to so many times its size, at most. */
    private static final int LARGEST_STEP = 4;

    private static final long FREE = 0;

    private final Rows rows;
    private final long[][] segments = new long[SEGMENTS][];
    private final int[] usersOf = new int[SEGMENTS];
    private int users;
    private long slots;

    /** What a segment needs for the users that are expected; 0 if nothing is known of them. */
    private int expectedSlots;

    UserIndex(Rows rows) {
        this.rows = rows;
        for (int number = 0; number < SEGMENTS; number++) {
            segments[number] = new long[SMALLEST + number * SMALLEST / 5 * 2 / SEGMENTS];
            slots += segments[number].length;
        }
    }

    /** The number of users. */
    int users() {
        return users;
    }

    /** How many bytes of memory the slots take. */
    long bytes() {
        return slots * Long.BYTES;
    }

    /** The number of slots of the largest segment: what is laid out anew at once. */
    int largestSegment() {
        int most = 0;
        for (long[] segment : segments) {
            most = Math.max(most, segment.length);
        }
        return most;
    }

    /** What the slot holds where a look-up begins, so that it is near when it is wanted. */
    long touch(long hash) {
        long[] segment = segment(hash);
        return segment[home(tag(hash), segment.length)];
    }

    /**
     * The row that a look-up will compare with the userId first; 0 if the user is surely unknown.
     */
    long guess(long hash) {
        long[] segment = segment(hash);
        int tag = tag(hash);
        int slot = home(tag, segment.length);
        while (segment[slot] != FREE && tagOf(segment[slot]) != tag) {
            slot = next(slot, segment.length);
        }
        return row(segment[slot]);
    }

    /** The user's row; 0 if there is none. */
    long find(long hash, byte[] bytes, int offset, int length) {
        long[] segment = segment(hash);
        return row(segment[slotOf(segment, hash, bytes, offset, length)]);
    }

    /**
     * The user's row, which is added if there is none.
     *
     * @throws TableFullException if there is no room for another row
     */
    long findOrAdd(long hash, byte[] bytes, int offset, int length) {
        long[] segment = segment(hash);
        int slot = slotOf(segment, hash, bytes, offset, length);
        if (segment[slot] != FREE) {
            return row(segment[slot]);
        }
        int number = number(hash);
        boolean full = usersOf[number] + 1 > segment.length / 4 * 3;
        if (full) {
            grow(number);
        }
        long row = rows.add(bytes, offset, length);
        long entry = (long) tag(hash) << Integer.SIZE | row;
        if (full) {
            insert(segments[number], entry);
        } else {
            segment[slot] = entry;
        }
        usersOf[number]++;
        users++;
        return row;
    }

    private void grow(int number) {
        int length = segments[number].length;
        boolean expected = expectedSlots > length;
        layOut(number, expected ? Math.min(expectedSlots, length * LARGEST_STEP) : larger(length));
    }

    private static int larger(int slots) {
        return slots + slots / 5 * 2;
    }

    private void layOut(int number, int length) {
        long[] old = segments[number];
        long[] anew = new long[length];
        for (long entry : old) {
            if (entry != FREE) {
                insert(anew, entry);
            }
        }
        segments[number] = anew;
        slots += length - old.length;
    }

    /**
     * Has segments grow at once to what this many users will need, as far as that is not too large
     * a step; 0 if nothing is known.
     */
    void expect(long users) {
        double each = (double) users / SEGMENTS;
        // Hashes scatter: hardly any segment has four standard deviations more than others.
        expectedSlots = (int) Math.min((each + 4 * Math.sqrt(each)) / 3 * 4, Integer.MAX_VALUE / 8);
    }

    /** Lays a segment out anew that has more slots than it would have grown to step by step. */
    void trim(int number) {
        int needed = Math.max(usersOf[number] / 3 * 4 + 4, SMALLEST);
        if (segments[number].length > larger(needed)) {
            layOut(number, needed);
        }
    }

    private static void insert(long[] segment, long entry) {
        int slot = home(tagOf(entry), segment.length);
        while (segment[slot] != FREE) {
            slot = next(slot, segment.length);
        }
        segment[slot] = entry;
    }

    /**
     * Takes a user out of the index.
     *
     * @return the row, which is left as it is; 0 if there is none
     */
    long remove(long hash, byte[] bytes, int offset, int length) {
        long[] segment = segment(hash);
        int slot = slotOf(segment, hash, bytes, offset, length);
        long row = row(segment[slot]);
        if (row != FREE) {
            closeGap(segment, slot);
            usersOf[number(hash)]--;
            users--;
        }
        return row;
    }

    /**
     * Deletion by backward shift: no later slot of the probe sequence is cut off by the free one.
     */
    private static void closeGap(long[] segment, int slot) {
        int gap = slot;
        int at = slot;
        while (true) {
            at = next(at, segment.length);
            if (segment[at] == FREE) {
                segment[gap] = FREE;
                return;
            }
            int home = home(tagOf(segment[at]), segment.length);
            if (distance(home, at, segment.length) >= distance(gap, at, segment.length)) {
                segment[gap] = segment[at];
                gap = at;
            }
        }
    }

    private int slotOf(long[] segment, long hash, byte[] bytes, int offset, int length) {
        int tag = tag(hash);
        int slot = home(tag, segment.length);
        while (true) {
            long entry = segment[slot];
            if (entry == FREE
                    || tagOf(entry) == tag && rows.isOf(row(entry), bytes, offset, length)) {
                return slot;
            }
            slot = next(slot, segment.length);
        }
    }

    private long[] segment(long hash) {
        return segments[number(hash)];
    }

    private static int number(long hash) {
        return (int) hash & SEGMENTS - 1;
    }

    /** The bits of a hash that are kept in a slot; others than those that choose the segment. */
    private static int tag(long hash) {
        return (int) (hash >>> Integer.SIZE);
    }

    private static int tagOf(long entry) {
        return (int) (entry >>> Integer.SIZE);
    }

    private static long row(long entry) {
        return entry & 0xFFFF_FFFFL;
    }

    /** Scales a tag down to a slot: Lemire's multiplication in the place of a remainder. */
    private static int home(int tag, int slots) {
        return (int) ((tag & 0xFFFF_FFFFL) * slots >>> Integer.SIZE);
    }

    private static int next(int slot, int slots) {
        return slot + 1 == slots ? 0 : slot + 1;
    }

    private static int distance(int from, int to, int slots) {
        return to >= from ? to - from : to - from + slots;
    }
}
