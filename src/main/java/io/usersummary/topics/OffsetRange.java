package io.usersummary.topics;

/**
 * Records of a partition that are there.
 *
 * @param from the offset of the first
 * @param to the offset behind the last
 */
public record OffsetRange(long from, long to) {

    /** What of it lies at this offset and behind; may be nothing. */
    public OffsetRange since(long offset) {
        return new OffsetRange(Math.max(from, offset), to);
    }

    boolean isEmpty() {
        return from >= to;
    }
}
