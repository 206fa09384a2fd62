package io.usersummary.event;

/**
 * Reads a time as RFC 3339 writes it, the strict part of ISO 8601: {@code 2018-08-16T01:21:18Z},
 * with any fraction of the second, and with an offset that may be no other than given. {@code T}
 * and {@code Z} may be small, a space may stand for {@code T}, and the 60th second that a minute
 * before midnight UTC may have is the second before it. Allocates nothing.
 */
final class Rfc3339 {

    /** What is no such time. */
    static final long NONE = Long.MIN_VALUE;

    private static final int SHORTEST = "2018-08-16T01:21:18Z".length();
    private static final int OFFSET_LENGTH = "+00:00".length();
    private static final long DAY = 86_400;
    private static final int[] MONTH_DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private Rfc3339() {}

    /** Epoch seconds, rounded down; {@link #NONE} if the text is no such time. */
    static long epochSeconds(byte[] text, int from, int length) {
        int end = from + length;
        if (length < SHORTEST
                || text[from + 4] != '-'
                || text[from + 7] != '-'
                || !isBetween(text[from + 10])
                || text[from + 13] != ':'
                || text[from + 16] != ':') {
            return NONE;
        }
        int year = two(text, from) * 100 + two(text, from + 2);
        int month = two(text, from + 5);
        int day = two(text, from + 8);
        int hour = two(text, from + 11);
        int minute = two(text, from + 14);
        int second = two(text, from + 17);
        if (year < 0 || !isDate(year, month, day) || !isTime(hour, minute, second)) {
            return NONE;
        }
        long offset = offset(text, afterFraction(text, from + 19, end), end);
        if (offset == NONE) {
            return NONE;
        }
        boolean leap = second == 60;
        long seconds = days(year, month, day) * DAY + hour * 3_600 + minute * 60 + second - offset;
        if (!leap) {
            return seconds;
        }
        return seconds % DAY == 0 ? seconds - 1 : NONE;
    }

    private static boolean isBetween(byte b) {
        return b == 'T' || b == ' ' || b == 't';
    }

    /** Two digits; far below zero if they are none. */
    private static int two(byte[] text, int at) {
        int tens = text[at] - '0';
        int ones = text[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1_000_000 : tens * 10 + ones;
    }

    private static boolean isDate(int year, int month, int day) {
        if (month < 1 || month > 12 || day < 1) {
            return false;
        }
        return day <= MONTH_DAYS[month - 1] || month == 2 && day == 29 && isLeapYear(year);
    }

    private static boolean isLeapYear(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    private static boolean isTime(int hour, int minute, int second) {
        return hour >= 0
                && hour <= 23
                && minute >= 0
                && minute <= 59
                && second >= 0
                && second <= 60;
    }

    /** Where the offset begins; the place itself if there is no fraction, or none with digits. */
    private static int afterFraction(byte[] text, int at, int end) {
        if (text[at] != '.') {
            return at;
        }
        int next = at + 1;
        while (next < end && text[next] >= '0' && text[next] <= '9') {
            next++;
        }
        return next == at + 1 ? at : next;
    }

    /** How far the time is ahead of UTC, in seconds; {@link #NONE} if it does not say so. */
    private static long offset(byte[] text, int at, int end) {
        if (at + 1 == end && (text[at] == 'Z' || text[at] == 'z')) {
            return 0;
        }
        if (at + OFFSET_LENGTH != end
                || text[at] != '+' && text[at] != '-'
                || text[at + 3] != ':') {
            return NONE;
        }
        int hours = two(text, at + 1);
        int minutes = two(text, at + 4);
        if (!isTime(hours, minutes, 0)) {
            return NONE;
        }
        long offset = hours * 3_600L + minutes * 60L;
        return text[at] == '-' ? -offset : offset;
    }

    /** Days since 1970-01-01, by the Gregorian calendar; years count from March, leap day last. */
    private static long days(int year, int month, int day) {
        int years = month > 2 ? year : year - 1;
        int monthsSinceMarch = (month + 9) % 12;
        int dayOfYear = (153 * monthsSinceMarch + 2) / 5 + day - 1;
        return 365L * years
                + Math.floorDiv(years, 4)
                - Math.floorDiv(years, 100)
                + Math.floorDiv(years, 400)
                + dayOfYear
                - 719_468;
    }
}
