package io.usersummary.summary;

/**
 * Rows that were copied out of the table, to be looked at without its lock: copying a stretch takes
 * a fraction of the time that looking at it takes. Reused from stretch to stretch.
 */
final class RowCopy {

    private final int most;
    private byte[] bytes = {};
    private long place;
    private int length;
    private long behind;

    /**
     * Nothing yet.
     *
     * @param most how many bytes to copy at most at a time; no row may be longer
     */
    RowCopy(int most) {
        this.most = most;
    }

    /** Copies rows from a place on. To be called with the table's lock held. */
    void take(Rows rows, long from) {
        int rest = rows.bytesFrom(from);
        length = Math.min(rest, most);
        if (bytes.length < length) {
            bytes = new byte[length];
        }
        rows.copy(from, bytes, length);
        place = from;
        behind = length == rest ? rows.behindChunk(from) : Rows.NOWHERE;
    }

    /**
     * Shows users until there are no more, or so many rows were seen, or the visitor says so.
     *
     * @return the place to go on from; -1 at the end of the table
     */
    long show(int most, SummaryVisitor visitor) {
        int at = 0;
        for (int left = most; left > 0; left--) {
            int next = Rows.next(bytes, at, length);
            if (next > length) {
                break;
            }
            boolean goesOn = Rows.isErased(bytes, at) || Rows.show(bytes, at, visitor);
            at = next;
            if (!goesOn) {
                break;
            }
        }
        return at == length && behind != Rows.NOWHERE ? behind : Rows.plus(place, at);
    }
}
