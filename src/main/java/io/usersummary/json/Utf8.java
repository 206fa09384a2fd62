package io.usersummary.json;

/** Checks UTF-8 as strictly as RFC 3629 asks: no overlong forms, no surrogates, no fifth plane. */
public final class Utf8 {

    private Utf8() {}

    /** Whether a text is valid from its first byte to its last. */
    public static boolean isValid(Span text) {
        byte[] bytes = text.bytes();
        int end = text.offset() + text.length();
        int at = text.offset();
        while (at < end) {
            int length = bytes[at] >= 0 ? 1 : sequenceLength(bytes, at, end);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /**
     * The length of the multi-byte sequence at {@code at}, or 0 if there is none that is valid.
     *
     * @param at the place of a byte that is not ASCII
     * @param end where the text ends
     */
    static int sequenceLength(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xFF;
        int length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
        if (length == 0 || at + length > end) {
            return 0;
        }
        int codePoint = lead & (0x7F >> length);
        for (int i = 1; i < length; i++) {
            int continuation = bytes[at + i];
            if ((continuation & 0xC0) != 0x80) {
                return 0;
            }
            codePoint = codePoint << 6 | continuation & 0x3F;
        }
        boolean overlong = length == 3 && codePoint < 0x800 || length == 4 && codePoint < 0x10000;
        boolean surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
        return overlong || surrogate || codePoint > 0x10FFFF ? 0 : length;
    }
}
