package io.usersummary.json;

/** Reads the digits of a whole number. */
final class Integers {

    /** What does not fit; no text is read as this number. */
    static final long OUT_OF_RANGE = Long.MIN_VALUE;

    /** So many digits fit a long, whatever they are. */
    private static final int SAFE_DIGITS = 18;

    private Integers() {}

    /**
     * @param from at the first digit or the minus before it; then there are digits only
     * @param to after the last digit
     */
    static long read(byte[] bytes, int from, int to) {
        boolean negative = bytes[from] == '-';
        int first = negative ? from + 1 : from;
        if (to - first > SAFE_DIGITS) {
            return readLong(bytes, first, to, negative);
        }
        long value = 0;
        int at = first;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            value = value * 100_000_000 + EightBytes.number(EightBytes.at(bytes, at));
        }
        for (; at < to; at++) {
            value = value * 10 + bytes[at] - '0';
        }
        return negative ? -value : value;
    }

    private static long readLong(byte[] bytes, int first, int to, boolean negative) {
        long value = 0;
        for (int i = first; i < to; i++) {
            int digit = bytes[i] - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                return OUT_OF_RANGE;
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }
}
