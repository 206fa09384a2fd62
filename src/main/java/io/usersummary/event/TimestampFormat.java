package io.usersummary.event;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How an event says its time. */
public enum TimestampFormat {
    SECONDS("seconds", 1, "epoch seconds"),
    MILLISECONDS("milliseconds", 1_000, "epoch milliseconds"),
    MICROSECONDS("microseconds", 1_000_000, "epoch microseconds"),
    /** As RFC 3339 has it: always with an offset. */
    ISO_8601("iso-8601", 0, "ISO 8601");

    private final String text;
    private final long perSecond;
    private final String description;

    TimestampFormat(String text, long perSecond, String description) {
        this.text = text;
        this.perSecond = perSecond;
        this.description = description;
    }

    /**
     * Reads the name of a format as it is set.
     *
     * @throws IllegalArgumentException if there is no such format
     */
    public static TimestampFormat of(String text) {
        return Arrays.stream(values())
                .filter(format -> format.text.equals(text.trim()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no such format"));
    }

    /** The names of all formats, for a person. */
    public static String names() {
        return Arrays.stream(values()).map(format -> format.text).collect(Collectors.joining(", "));
    }

    /** How many of a number's units make a second. */
    long perSecond() {
        return perSecond;
    }

    /** The format in words for a person. */
    public String description() {
        return description;
    }

    /** The format's name as it is set. */
    @Override
    public String toString() {
        return text;
    }
}
