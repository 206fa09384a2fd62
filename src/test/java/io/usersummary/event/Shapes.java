package io.usersummary.event;

/** Shapes as a user sets them. */
final class Shapes {

    private Shapes() {}

    static EventShape of(String userId, String timestamp, String format) {
        return new EventShape(
                Source.of(userId, Source.KEY),
                Source.of(timestamp, Source.RECORD),
                TimestampFormat.of(format),
                true);
    }
}
