package io.usersummary.json;

/** The scalars that most are: strings of plain ASCII, and whole numbers without a sign. */
final class PlainScalar {

    private PlainScalar() {}

    /**
     * The place behind one.
     *
     * @return {@link JsonScanner#NONE} if there is something else, or nothing behind it
     */
    static int end(byte[] bytes, int from, int end) {
        if (from >= end || end < Long.BYTES) {
            return JsonScanner.NONE;
        }
        if (bytes[from] == '"') {
            for (int at = from + 1; at < end; at += Long.BYTES) {
                long special = EightBytes.specials(EightBytes.upTo(end, bytes, at));
                if (special != 0) {
                    at += EightBytes.first(special);
                    return at < end && bytes[at] == '"' ? at + 1 : JsonScanner.NONE;
                }
            }
            return JsonScanner.NONE;
        }
        for (int at = from; at < end; at += Long.BYTES) {
            long others = EightBytes.othersThanDigits(EightBytes.upTo(end, bytes, at));
            if (others != 0) {
                at += EightBytes.first(others);
                return at < end && isWholeNumber(bytes, from, at) ? at : JsonScanner.NONE;
            }
        }
        return JsonScanner.NONE;
    }

    /** Whether digits are a number of their own, with none of them in vain. */
    private static boolean isWholeNumber(byte[] bytes, int from, int to) {
        byte behind = bytes[to];
        return to > from
                && to - from <= JsonScanner.MAX_NUMBER_LENGTH
                && (bytes[from] != '0' || to == from + 1)
                && behind != '.'
                && (behind | 0x20) != 'e';
    }
}
