package io.usersummary.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Java's own decoder is the judge. */
class Utf8Test {

    /** Around each border that the grammar of RFC 3629 knows. */
    private static final int[] SECOND = {
        0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF
    };

    private static final int[] LATER = {0x7F, 0x80, 0xBF, 0xC0};

    private static boolean judge(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isValid(byte[] bytes) {
        byte[] among = new byte[bytes.length + 8];
        // What lies behind would end any sequence well.
        Arrays.fill(among, (byte) 0x80);
        System.arraycopy(bytes, 0, among, 4, bytes.length);
        Span span = new Span();
        span.set(among, 4, bytes.length);
        return Utf8.isValid(span);
    }

    private static void compare(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        assertEquals(judge(bytes), isValid(bytes), Arrays.toString(values));
    }

    @Test
    void sequencesAroundEveryBorderAreJudgedAsJavaDoes() {
        for (int lead = 0; lead < 0x100; lead++) {
            compare(lead);
            for (int second : SECOND) {
                compare(lead, second);
                for (int third : LATER) {
                    compare(lead, second, third);
                    for (int fourth : LATER) {
                        compare(lead, second, third, fourth);
                    }
                }
            }
        }
    }

    @Test
    void whatStandsBehindTheTextIsNotLookedAt() {
        byte[] whole = "a\u00e9\u20ac\ud83d\ude00".getBytes(StandardCharsets.UTF_8);
        assertTrue(isValid(whole));
        assertFalse(isValid(Arrays.copyOf(whole, whole.length - 1)));
        assertTrue(isValid(new byte[0]));
    }
}
