package io.usersummary.query;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Which users a question is about.
 *
 * @param firstSeen when they may have been first seen
 * @param lastSeen when they may have been last seen
 * @param prefix how their userIds begin, compared as UTF-8; empty for any
 */
public record Filter(TimeRange firstSeen, TimeRange lastSeen, String prefix) {

    /** Every user. */
    public static final Filter ALL = new Filter(TimeRange.ALL, TimeRange.ALL, "");

    /** Something that says yes to some rows; made once a question, as it encodes the prefix. */
    Matcher matcher() {
        return new Matcher(firstSeen, lastSeen, prefix.getBytes(StandardCharsets.UTF_8));
    }

    /** The filter over rows as they lie in memory. */
    record Matcher(TimeRange firstSeen, TimeRange lastSeen, byte[] prefix) {

        boolean matches(byte[] bytes, int offset, int length, long first, long last) {
            return firstSeen.contains(first)
                    && lastSeen.contains(last)
                    && length >= prefix.length
                    && Arrays.equals(
                            bytes, offset, offset + prefix.length, prefix, 0, prefix.length);
        }
    }
}
