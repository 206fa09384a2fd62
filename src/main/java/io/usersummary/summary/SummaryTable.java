package io.usersummary.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Every user's summary, in memory, in about fifty bytes a user: the table that {@code output_topic}
 * publishes.
 *
 * <p>The one operation is the join: the earlier of the firsts, the later of the lasts. Intervals
 * with this join are a semilattice: it is commutative, associative and idempotent, so neither order
 * nor duplicates matter.
 *
 * <p>A user is found by open addressing with linear probing; each slot of the index holds 32 bits
 * of the userId's hash and the place of the user's row, so that a look-up usually touches one slot
 * and one row. Rows live in {@link Rows}.
 *
 * <p>Thread-safe: every method takes the table's lock, its own monitor, and holds it for no longer
 * than the call; whatever walks over all users does so in parts. Nothing is called with the lock
 * held but a {@link SummaryVisitor}.
 */
public final class SummaryTable {

    /** The longest userId there can be in the table, in UTF-8 bytes. */
    public static final int MAX_USER_ID_BYTES = Rows.MAX_USER_ID_BYTES;

    private static final int SMALLEST = 1 << 10;
    private static final int LARGEST = 1 << 30;
    private static final int KEPT = 1 << 20;
    private static final long FREE = 0;

    private final Rows rows = new Rows();
    private long[] slots = new long[SMALLEST];
    private long[] changed = new long[16];
    private int changes;
    private volatile int users;
    private int unconfirmed;
    private int round = 1;

    /** The number of users; does not wait for the lock. */
    public int users() {
        return users;
    }

    /** How many bytes of memory the table takes. */
    public synchronized long bytes() {
        return rows.bytes() + (long) Long.BYTES * (slots.length + changed.length);
    }

    /** The user's summary, or null if the user is unknown. */
    public synchronized Summary find(byte[] userId) {
        long row = find(userId, 0, userId.length);
        return row == FREE ? null : rows.summary(row);
    }

    // ---- What events say, and what is to be published of it

    /**
     * Joins what events say. Users whose summary that changes are noted as changed, each once.
     *
     * @throws TableFullException if there is no room for another user
     */
    public synchronized void join(Intervals events) {
        for (int i = 0; i < events.size(); i++) {
            long row = findOrAdd(events.ids(), events.start(i), events.length(i));
            if (rows.widen(row, events.first(i), events.last(i))) {
                noteChanged(row);
            }
        }
    }

    /**
     * Joins what events say, and takes the users that are noted as changed: {@link #join} and
     * {@link #takeChanged} under one hold of the lock.
     *
     * @throws TableFullException if there is no room for another user
     */
    public synchronized List<Summary> joinAndTakeChanged(Intervals events) {
        join(events);
        return takeChanged();
    }

    /** Whether any user is noted as changed. */
    public synchronized boolean hasChanged() {
        return changes > 0;
    }

    /**
     * Takes the users that are noted as changed, to publish them. Each should come back as the
     * user's newest record; until then the user is unconfirmed since the current round.
     *
     * @return their summaries as they stand now, in the order in which they changed first
     */
    public synchronized List<Summary> takeChanged() {
        List<Summary> summaries = new ArrayList<>(changes);
        for (int i = 0; i < changes; i++) {
            long row = changed[i];
            if (rows.changed(row, false)) {
                expect(row);
                summaries.add(rows.summary(row));
            }
        }
        changes = 0;
        if (changed.length > KEPT) {
            changed = new long[16];
        }
        return summaries;
    }

    private void noteChanged(long row) {
        if (rows.changed(row, true)) {
            if (changes == changed.length) {
                changed = Arrays.copyOf(changed, changes * 2);
            }
            changed[changes++] = row;
        }
    }

    // ---- What records of the output topic say, and who is missing there

    /**
     * Joins what records of {@code output_topic} say, and notes whether such a record, being the
     * user's newest, says all that the table knows. If it says less, the user is unconfirmed.
     *
     * @throws TableFullException if there is no room for another user
     */
    public synchronized void joinPublished(Intervals records) {
        for (int i = 0; i < records.size(); i++) {
            long row = findOrAdd(records.ids(), records.start(i), records.length(i));
            rows.widen(row, records.first(i), records.last(i));
            if (rows.first(row) == records.first(i) && rows.last(row) == records.last(i)) {
                confirm(row);
            } else if (rows.round(row) == 0) {
                expect(row);
            }
        }
    }

    /**
     * The number of users whose newest published record is not known to say what the table says.
     */
    public synchronized int unconfirmed() {
        return unconfirmed;
    }

    /**
     * Ends a round and begins the next, so that users who become unconfirmed from now on can be
     * told from those who already are.
     *
     * @return the round that ended
     */
    public synchronized int endRound() {
        return round++;
    }

    /**
     * Notes as changed who became unconfirmed in or before a round and has not been confirmed
     * since, so that they are published again; but not who is noted as changed already.
     *
     * @param round as {@link #endRound} returned it
     * @param walk where to go on; see {@link Walk}
     * @return how many users it noted
     */
    public synchronized int changeUnconfirmed(int round, Walk walk) {
        int before = changes;
        walk.steps(
                rows,
                row -> {
                    int since = rows.round(row);
                    if (since != 0 && since <= round) {
                        noteChanged(row);
                    }
                    return true;
                });
        return changes - before;
    }

    /**
     * Notes that no user's newest record is known any more, so that {@link #joinPublished} has to
     * confirm each of them anew.
     *
     * @param walk where to go on; see {@link Walk}
     */
    public synchronized void expectAll(Walk walk) {
        walk.steps(
                rows,
                row -> {
                    expect(row);
                    return true;
                });
    }

    private void expect(long row) {
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

    // ---- All users

    /**
     * Shows the next users of a walk over all of them, as they are at this moment.
     *
     * @param walk where to go on; see {@link Walk}
     */
    public void show(Walk walk, SummaryVisitor visitor) {
        synchronized (this) {
            walk.copy(rows);
        }
        walk.showCopied(visitor);
    }

    /** Forgets a user altogether; false if the user was unknown. */
    public synchronized boolean forget(byte[] userId) {
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

    // ---- The index

    private long find(byte[] bytes, int offset, int length) {
        return Rows.unsigned(slots[slotOf(Hash.of(bytes, offset, length), bytes, offset, length)]);
    }

    private long findOrAdd(byte[] bytes, int offset, int length) {
        int hash = Hash.of(bytes, offset, length);
        int slot = slotOf(hash, bytes, offset, length);
        if (slots[slot] != FREE) {
            return Rows.unsigned(slots[slot]);
        }
        if (users + 1 > slots.length / 4 * 3) {
            grow();
            slot = slotOf(hash, bytes, offset, length);
        }
        long row = rows.add(bytes, offset, length);
        slots[slot] = (long) hash << 32 | row;
        users++;
        return row;
    }

    /**
     * Deletion by backward shift: no later slot of the probe sequence is cut off by the free one.
     */
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
        if (old.length == LARGEST) {
            throw new TableFullException(
                    "The table is full: its index of %,d slots cannot grow".formatted(LARGEST));
        }
        slots = new long[old.length * 2];
        int mask = slots.length - 1;
        for (long entry : old) {
            if (entry != FREE) {
                int slot = (int) (entry >>> 32) & mask;
                while (slots[slot] != FREE) {
                    slot = slot + 1 & mask;
                }
                slots[slot] = entry;
            }
        }
    }
}
