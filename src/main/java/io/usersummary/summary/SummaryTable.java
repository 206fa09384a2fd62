package io.usersummary.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Every user's summary, in memory, in less than forty bytes a user: the table that {@code
 * output_topic} publishes.
 *
 * <p>The one operation is the join: the earlier of the firsts, the later of the lasts. Intervals
 * with this join are a semilattice: it is commutative, associative and idempotent, so neither order
 * nor duplicates matter.
 *
 * <p>A user is found by way of {@link UserIndex}; the users themselves live in {@link Rows}.
 *
 * <p>Thread-safe: every method takes the table's lock, its own monitor, and holds it for no longer
 * than the call; whatever walks over all users does so in parts. Nothing is called with the lock
 * held but a {@link SummaryVisitor}.
 */
public final class SummaryTable {

    /** The longest userId there can be in the table, in UTF-8 bytes. */
    public static final int MAX_USER_ID_BYTES = Rows.MAX_USER_ID_BYTES;

    /** The latest time there can be in the table, in epoch seconds: in the year 36812. */
    public static final long MAX_TIME = Rows.MAX_TIME;

    private static final int KEPT = 1 << 20;
    private static final long NO_ROW = 0;

    /** Fewer rows than this are not worth a walk ahead. */
    private static final int WORTH_ASKING = 16;

    private final Rows rows = new Rows();
    private final UserIndex index = new UserIndex(rows);
    private long[] changed = new long[16];
    private int changes;
    private volatile int users;
    private int unconfirmed;
    private int round = 1;
    private volatile long takes;
    private long changedUserIdBytes;
    private long[] guesses = new long[WORTH_ASKING];

    /** Written only, so that no compiler leaves out what it was read for. */
    private long touched;

    /** The number of users; does not wait for the lock. */
    public int users() {
        return users;
    }

    /** How many bytes of memory the table takes. */
    public synchronized long bytes() {
        return rows.bytes() + index.bytes() + (long) Long.BYTES * changed.length;
    }

    /** The user's summary, or null if the user is unknown. */
    public synchronized Summary find(byte[] userId) {
        long row = row(userId);
        return row == NO_ROW ? null : rows.summary(row);
    }

    private long row(byte[] userId) {
        return index.find(hash(userId), userId, 0, userId.length);
    }

    private static long hash(byte[] userId) {
        return Hash.of(userId, 0, userId.length);
    }

    // ---- What events say, and what is to be published of it

    /**
     * Joins what events say. Users whose summary that changes are noted as changed, each once.
     *
     * @throws TableFullException if there is no room for another user
     */
    public synchronized void join(Intervals events) {
        askForMemory(events);
        for (int i = 0; i < events.size(); i++) {
            long row = findOrAdd(events, i);
            if (rows.widen(row, events.first(i), events.last(i))) {
                noteChanged(row);
            }
        }
        users = index.users();
    }

    /**
     * Joins what events say, and takes the users that are noted as changed: {@link #join} and
     * {@link #takeChanged} under one hold of the lock.
     *
     * @throws TableFullException if there is no room for another user
     */
    public synchronized Taken joinAndTakeChanged(Intervals events) {
        join(events);
        return takeChanged();
    }

    /**
     * Users that were taken to be published.
     *
     * @param number the number of this taking, from 1: whatever had been joined until then is in
     *     this one or an earlier one, if it changed anybody
     * @param summaries as they stood then, in the order in which the users changed first
     */
    public record Taken(long number, List<Summary> summaries) {}

    /** The number of the last taking; 0 before the first. Does not wait for the lock. */
    public long takes() {
        return takes;
    }

    /** How many users are noted as changed. */
    public synchronized int changedUsers() {
        return changes;
    }

    /** How many bytes their userIds take. */
    public synchronized long changedUserIdBytes() {
        return changedUserIdBytes;
    }

    /**
     * Takes the users that are noted as changed, to publish them. Each should come back as the
     * user's newest record; until then the user is unconfirmed since the current round.
     */
    public synchronized Taken takeChanged() {
        List<Summary> summaries = new ArrayList<>(changes);
        for (int i = 0; i < changes; i++) {
            long row = changed[i];
            if (rows.changed(row, false)) {
                expect(row);
                summaries.add(rows.summary(row));
            }
        }
        changes = 0;
        changedUserIdBytes = 0;
        if (changed.length > KEPT) {
            changed = new long[16];
        }
        takes++;
        return new Taken(takes, summaries);
    }

    private void noteChanged(long row) {
        if (rows.changed(row, true)) {
            if (changes == changed.length) {
                changed = Arrays.copyOf(changed, changes * 2);
            }
            changed[changes++] = row;
            changedUserIdBytes += rows.length(row);
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
        askForMemory(records);
        for (int i = 0; i < records.size(); i++) {
            long row = findOrAdd(records, i);
            rows.widen(row, records.first(i), records.last(i));
            if (rows.first(row) == records.first(i) && rows.last(row) == records.last(i)) {
                confirm(row);
            } else if (rows.round(row) == 0) {
                expect(row);
            }
        }
        users = index.users();
    }

    /**
     * The number of users whose newest published record is not known to say what the table says.
     */
    public synchronized int unconfirmed() {
        return unconfirmed;
    }

    /** Whether the user is known, and no record is known that says what the table says. */
    public synchronized boolean isUnconfirmed(byte[] userId) {
        long row = row(userId);
        return row != NO_ROW && rows.round(row) != 0;
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
        long row = index.remove(hash(userId), userId, 0, userId.length);
        if (row == NO_ROW) {
            return false;
        }
        confirm(row);
        rows.erase(row);
        users = index.users();
        return true;
    }

    /**
     * Says how many users there will be, about, so that room for them is made at once. Being wrong
     * costs memory, some thirty bytes a user at most, until {@link #trim}.
     *
     * @param users in all; 0 if that is not known, or no longer
     */
    public synchronized void expectUsers(long users) {
        index.expect(users);
    }

    /** Gives back what was made room for in vain; lets others in between. */
    public void trim() {
        for (int segment = 0; segment < UserIndex.SEGMENTS; segment++) {
            synchronized (this) {
                index.trim(segment);
            }
        }
    }

    private long findOrAdd(Intervals intervals, int i) {
        return index.findOrAdd(
                intervals.hash(i), intervals.ids(), intervals.start(i), intervals.length(i));
    }

    /**
     * Joining mostly waits for memory. Asked for together, slots and then rows come while others
     * are waited for, instead of one after the other. Slots are asked for before any is looked at:
     * a processor that has to guess what a look leads to asks for nothing beyond a wrong guess.
     */
    private void askForMemory(Intervals intervals) {
        int size = intervals.size();
        if (size < WORTH_ASKING) {
            return;
        }
        if (guesses.length < size) {
            guesses = new long[size];
        }
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += index.touch(intervals.hash(i));
        }
        for (int i = 0; i < size; i++) {
            guesses[i] = index.guess(intervals.hash(i));
        }
        for (int i = 0; i < size; i++) {
            sum += rows.touch(guesses[i]);
        }
        touched = sum;
    }
}
