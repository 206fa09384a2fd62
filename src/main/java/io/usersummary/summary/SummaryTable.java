package io.usersummary.summary;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Every user's summary, in memory, in about fifty bytes a user: the table that {@code output_topic}
 * publishes.
 *
 * <p>The one operation is the join: the earlier of the firsts, the later of the lasts. It is
 * commutative, associative and idempotent, so neither order nor duplicates matter.
 *
 * <p>A user is found by open addressing: each slot of the index holds 32 bits of the userId's hash
 * and the place of the user's row, so that a look-up usually touches one slot and one row. Rows
 * live in {@link Rows}. Not thread-safe: whoever shares it holds its monitor.
 */
public final class SummaryTable {

    private static final int SMALLEST = 1 << 10;
    private static final long FREE = 0;

    private final Rows rows = new Rows();
    private long[] slots = new long[SMALLEST];
    private int users;
    private int unconfirmed;
    private int round = 1;

    /** The number of users. */
    public int users() {
        return users;
    }

    /**
     * The number of users whose newest published record is not known to say what the table says.
     */
    public int unconfirmed() {
        return unconfirmed;
    }

    /**
     * Joins an interval into a user's summary.
     *
     * @param bytes holds the userId in UTF-8
     * @param first the interval's begin, in epoch seconds
     * @param last the interval's end, in epoch seconds
     * @return the user's row, positive if the join changed it, or its negative if nothing was
     *     learnt; valid until a user is forgotten
     */
    public long join(byte[] bytes, int offset, int length, long first, long last) {
        int hash = Hash.of(bytes, offset, length);
        int slot = slotOf(hash, bytes, offset, length);
        if (slots[slot] == FREE) {
            return insert(slot, hash, bytes, offset, length, first, last);
        }
        long row = Rows.unsigned(slots[slot]);
        boolean changed = false;
        if (first < rows.first(row)) {
            rows.first(row, first);
            changed = true;
        }
        if (last > rows.last(row)) {
            rows.last(row, last);
            changed = true;
        }
        return changed ? row : -row;
    }

    private long insert(
            int slot, int hash, byte[] bytes, int offset, int length, long first, long last) {
        long row = rows.add(bytes, offset, length, first, last);
        slots[slot] = (long) hash << 32 | row;
        if (++users > slots.length / 4 * 3) {
            grow();
        }
        return row;
    }

    /** The user's summary, or null if the user is unknown. */
    public Summary find(byte[] userId) {
        int slot = slotOf(Hash.of(userId, 0, userId.length), userId, 0, userId.length);
        return slots[slot] == FREE ? null : rows.summary(Rows.unsigned(slots[slot]));
    }

    /** The summary in a row that {@link #join} returned. */
    public Summary summary(long row) {
        return rows.summary(row);
    }

    /**
     * Joins what a record of {@code output_topic} says, and notes whether that record, being the
     * user's newest, says all that the table knows. If it says less, the user is unconfirmed.
     *
     * @return whether the record taught the table anything
     */
    public boolean joinPublished(byte[] bytes, int offset, int length, long first, long last) {
        long joined = join(bytes, offset, length, first, last);
        long row = Math.abs(joined);
        if (rows.first(row) == first && rows.last(row) == last) {
            confirm(row);
        } else if (rows.round(row) == 0) {
            expect(row);
        }
        return joined > 0;
    }

    /**
     * Notes that the user's summary is being published and should come back as the newest record;
     * until it does, the user is unconfirmed since the current round.
     */
    public void expect(long row) {
        if (rows.round(row) == 0) {
            unconfirmed++;
        }
        rows.round(row, round);
    }

    private void confirm(long row) {
        if (rows.round(row) != 0) {
            rows.round(row, 0);
            unconfirmed--;
        }
    }

    /**
     * Ends a round and begins the next, so that users who become unconfirmed from now on can be
     * told from those who already are.
     *
     * @return the round that ended
     */
    public int endRound() {
        return round++;
    }

    /** Marks a row as changed in the open batch; false if it was already. */
    public boolean markChanged(long row) {
        return rows.changed(row, true);
    }

    /** Takes that mark off again. */
    public void clearChanged(long row) {
        rows.changed(row, false);
    }

    /** Whether the row is marked as changed in the open batch, and so about to be published. */
    public boolean isChanged(long row) {
        return rows.changed(row);
    }

    /**
     * Visits, in one part of the table, the users that became unconfirmed in or before a round and
     * have not been confirmed since.
     *
     * @param part from 0 up to {@link #parts()}, so that a walk over a large table can pause
     */
    public void unconfirmedUpTo(int round, int part, LongConsumer visitor) {
        rows.each(
                part,
                row -> {
                    int marked = rows.round(row);
                    if (marked != 0 && marked <= round) {
                        visitor.accept(row);
                    }
                });
    }

    /** How many parts a walk over the table has. */
    public int parts() {
        return rows.chunks();
    }

    /** Forgets a user altogether; false if the user was unknown. */
    public boolean forget(byte[] userId) {
        int slot = slotOf(Hash.of(userId, 0, userId.length), userId, 0, userId.length);
        if (slots[slot] == FREE) {
            return false;
        }
        long row = Rows.unsigned(slots[slot]);
        confirm(row);
        rows.erase(row);
        users--;
        closeGap(slot);
        return true;
    }

    /** Moves later slots of the probe sequence up, so that none is cut off by the free one. */
    private void closeGap(int gap) {
        int mask = slots.length - 1;
        int next = gap;
        while (true) {
            next = next + 1 & mask;
            if (slots[next] == FREE) {
                slots[gap] = FREE;
                return;
            }
            int home = (int) (slots[next] >>> 32) & mask;
            if ((next - home & mask) >= (next - gap & mask)) {
                slots[gap] = slots[next];
                gap = next;
            }
        }
    }

    private int slotOf(int hash, byte[] bytes, int offset, int length) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (true) {
            long entry = slots[slot];
            if (entry == FREE
                    || (int) (entry >>> 32) == hash
                            && rows.isOf(Rows.unsigned(entry), bytes, offset, length)) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
    }

    private void grow() {
        long[] old = slots;
        slots = new long[old.length * 2];
        int mask = slots.length - 1;
        Arrays.stream(old)
                .filter(entry -> entry != FREE)
                .forEach(
                        entry -> {
                            int slot = (int) (entry >>> 32) & mask;
                            while (slots[slot] != FREE) {
                                slot = slot + 1 & mask;
                            }
                            slots[slot] = entry;
                        });
    }
}
