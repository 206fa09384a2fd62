package io.usersummary.query;

/**
 * A range of epoch seconds.
 *
 * @param least the earliest second in it
 * @param most the latest second in it
 */
public record TimeRange(long least, long most) {

    /** All of time. */
    public static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

    /** The same range, but nothing before a second. */
    public TimeRange from(long inclusive) {
        return new TimeRange(inclusive, most);
    }

    /** The same range, but nothing at or after a second. */
    public TimeRange to(long exclusive) {
        return new TimeRange(least, exclusive - 1);
    }

    boolean contains(long seconds) {
        return seconds >= least && seconds <= most;
    }
}
