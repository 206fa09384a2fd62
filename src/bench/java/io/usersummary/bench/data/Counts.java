package io.usersummary.bench.data;

/** Writes counts the way people say them. */
public final class Counts {

    private Counts() {}

    /** For example 500, 20k or 5M. */
    public static String brief(long count) {
        if (count >= 1_000_000 && count % 100_000 == 0) {
            return trim(count / 1_000_000.0) + "M";
        }
        return count >= 1_000 ? trim(count / 1_000.0) + "k" : Long.toString(count);
    }

    private static String trim(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
