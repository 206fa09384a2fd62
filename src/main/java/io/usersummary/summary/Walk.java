package io.usersummary.summary;

import java.util.function.LongPredicate;

/**
 * A walk over all users of a {@link SummaryTable}, in parts, so that nobody waits long for its
 * lock. A user who is in the table during the whole walk is met exactly once, whatever else changes
 * meanwhile; one who comes or goes in between may be met or not.
 *
 * <p>Not thread-safe: one walker a walk.
 */
public final class Walk {

    private static final long BEGIN = 0;
    private static final long END = -1;

    /** Less than a tenth of a millisecond; larger arrays are dear to allocate in a small heap. */
    private static final int LARGE_COPY = 448 << 10;

    private static final int SMALL_COPY = 64 << 10;

    private final int most;
    private final RowCopy copy;
    private long place;

    private Walk(long place, int most, int bytesOfCopy) {
        this.place = place;
        this.most = most;
        this.copy = new RowCopy(bytesOfCopy);
    }

    /**
     * A walk from the beginning.
     *
     * @param most how many places a part has at most
     */
    public static Walk inPartsOf(int most) {
        return new Walk(BEGIN, most, LARGE_COPY);
    }

    /**
     * A walk that goes on where another one of the same table, in the same process, was; for one
     * short part, of 64 KiB of rows at most.
     *
     * @param place as {@link #place} returned it
     */
    public static Walk from(long place) {
        return new Walk(place, Integer.MAX_VALUE, SMALL_COPY);
    }

    /** Whether all users were met. */
    public boolean isOver() {
        return place == END;
    }

    /** Where it is now. */
    public long place() {
        return place;
    }

    /** Copies the rows of the next part. To be called with the table's lock held. */
    void copy(Rows rows) {
        if (place == BEGIN) {
            place = rows.begin();
        }
        if (place != END) {
            copy.take(rows, place);
        }
    }

    /** Shows what was copied, and goes on behind it. */
    void showCopied(SummaryVisitor visitor) {
        if (place != END) {
            place = copy.show(most, visitor);
        }
    }

    /** Does one part, or less if the visitor says so. To be called with the table's lock held. */
    void steps(Rows rows, LongPredicate visitor) {
        if (place == BEGIN) {
            place = rows.begin();
        }
        for (int left = most; left > 0 && place != END; left--) {
            long row = place;
            place = rows.next(row);
            if (!rows.erased(row) && !visitor.test(row)) {
                return;
            }
        }
    }
}
