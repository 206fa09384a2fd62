package io.usersummary.event;

import io.usersummary.json.JsonValue;
import io.usersummary.json.JsonValue.Kind;
import io.usersummary.json.Span;
import io.usersummary.json.UnreadableException;

/** Makes epoch seconds of what was found, or says why it is no time that is believed. */
final class Times {

    private static final String RECORD = "the record's own timestamp";
    private static final long MILLIS = TimestampFormat.MILLISECONDS.perSecond();

    private final TimestampFormat format;
    private final long perSecond;
    private final Span text = new Span();

    Times(TimestampFormat format) {
        this.format = format;
        this.perSecond = format.perSecond();
    }

    /**
     * The time that was found in a document, in epoch seconds.
     *
     * @param latest the latest that is believed, in epoch seconds
     */
    long of(Found found, long latest) throws UnreadableException {
        long seconds = format == TimestampFormat.ISO_8601 ? iso8601(found) : number(found);
        if (seconds < 0 || seconds > latest) {
            throw refusal("the time at " + found.where(), seconds, format.description());
        }
        return seconds;
    }

    /**
     * A record's own timestamp in epoch seconds.
     *
     * @param millis in epoch milliseconds; -1 if it has none
     * @param latest the latest that is believed, in epoch seconds
     */
    long ofRecord(long millis, long latest) throws UnreadableException {
        if (millis == -1) {
            throw new UnreadableException("the record has no timestamp");
        }
        long seconds = Math.floorDiv(millis, MILLIS);
        if (seconds < 0 || seconds > latest) {
            throw refusal(RECORD, seconds, TimestampFormat.MILLISECONDS.description());
        }
        return seconds;
    }

    private long number(Found found) throws UnreadableException {
        if (found.kind() != Kind.WHOLE_NUMBER) {
            throw found.instead("whole number");
        }
        long number = found.value().wholeNumber();
        if (number == JsonValue.OUT_OF_RANGE) {
            throw new UnreadableException("the number at " + found.where() + " is out of range");
        }
        // A division costs more than all else here, and seconds, the default, need none.
        return perSecond == 1 ? number : Math.floorDiv(number, perSecond);
    }

    private long iso8601(Found found) throws UnreadableException {
        if (found.kind() != Kind.TEXT) {
            throw found.instead("text");
        }
        long seconds =
                found.value().text(text)
                        ? Rfc3339.epochSeconds(text.bytes(), text.offset(), text.length())
                        : Rfc3339.NONE;
        if (seconds == Rfc3339.NONE) {
            throw new UnreadableException(
                    "the text at "
                            + found.where()
                            + " is no time with an offset, such as 2018-08-16T01:21:18Z");
        }
        return seconds;
    }

    private static UnreadableException refusal(String what, long seconds, String expected) {
        return new UnreadableException(
                seconds < 0
                        ? what + " is before 1970"
                        : what + " is too far in the future (" + expected + " expected)");
    }
}
