package io.usersummary.event;

/**
 * What events look like, as far as it matters: where the userId is, and where and in which format
 * the time.
 *
 * @param format of the time at the pointers; the record's own timestamp has no other format
 * @param numbersAreUserIds whether a whole number is a userId too, by its digits
 */
public record EventShape(
        Source userId, Source timestamp, TimestampFormat format, boolean numbersAreUserIds) {

    /** Where the example's events have the userId. */
    public static final String EXAMPLE_USER_ID = "/userId";

    /** Where the example's events have the time. */
    public static final String EXAMPLE_TIMESTAMP = "/metadata/timestamp";

    /** The shape of the example's events, whose userIds are always text. */
    public static final EventShape EXAMPLE =
            new EventShape(
                    Source.of(EXAMPLE_USER_ID, Source.KEY),
                    Source.of(EXAMPLE_TIMESTAMP, Source.RECORD),
                    TimestampFormat.SECONDS,
                    false);

    /**
     * Checks that the parts fit.
     *
     * @throws IllegalArgumentException if the record's own timestamp is to have a format
     */
    public EventShape {
        if (timestamp.isRecord() && format != TimestampFormat.SECONDS) {
            throw new IllegalArgumentException(
                    "the record's own timestamp has no format " + format);
        }
    }

    /** Whether the example's events, such as the sample generator writes, are read by it. */
    public boolean isOfTheExample() {
        return userId.equals(EXAMPLE.userId)
                && timestamp.equals(EXAMPLE.timestamp)
                && format == EXAMPLE.format;
    }

    /** In words for a person. */
    @Override
    public String toString() {
        return "userId %s, time %s"
                .formatted(
                        userId.isRecord() ? "from the record's key" : "at " + userId,
                        timestamp.isRecord()
                                ? "from the record itself"
                                : "at " + timestamp + " in " + format.description());
    }
}
