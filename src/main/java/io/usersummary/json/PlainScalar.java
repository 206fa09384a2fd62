package io.usersummary.json;

/** The scalars that most are: strings of plain ASCII, and whole numbers without a sign. */
final class PlainScalar {

    private PlainScalar() {}

    /**
     * The place behind one.
     *
     * @return {@link JsonScanner#NONE} if there is something else, or the end of the text is near
     */
    static int end(byte[] bytes, int from, int end) {
        int last = end - Long.BYTES;
        if (from > last) {
            return JsonScanner.NONE;
        }
        if (bytes[from] == '"') {
            for (int at = from + 1; at <= last; at += Long.BYTES) {
                long special = EightBytes.specials(EightBytes.at(bytes, at));
                if (special != 0) {
                    at += EightBytes.first(special);
                    return bytes[at] == '"' ? at + 1 : JsonScanner.NONE;
                }
            }
            return JsonScanner.NONE;
        }
        for (int at = from; at <= last; at += Long.BYTES) {
            long others = EightBytes.othersThanDigits(EightBytes.at(bytes, at));
            if (others != 0) {
                at += EightBytes.first(others);
                return isWholeNumber(bytes, from, at) ? at : JsonScanner.NONE;
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
