package io.usersummary.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class TextMatcherTest {

    /** One letter but for a byte, so that nearly all is alike. */
    @Property(tries = 5_000)
    void isWhereTheSameBytesStandBeforeTheEnd(
            @ForAll @IntRange(min = 1, max = 30) int length,
            @ForAll @IntRange(max = 40) int other,
            @ForAll @IntRange(max = 40) int at,
            @ForAll @IntRange(max = 40) int end) {
        byte[] text = "a".repeat(length).getBytes(UTF_8);
        byte[] bytes = "a".repeat(40).getBytes(UTF_8);
        if (other < bytes.length) {
            bytes[other] = 'b';
        }
        TextMatcher matcher = new TextMatcher(30);
        matcher.set(text, 0, length);
        boolean same = at + length <= end && Arrays.equals(bytes, at, at + length, text, 0, length);
        assertEquals(same, matcher.isAt(bytes, at, end));
    }

    @Property(tries = 500)
    void looksForWhatItWasSetToLast(
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(min = 1, max = 20) String first,
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(min = 1, max = 20) String then) {
        TextMatcher matcher = new TextMatcher(20);
        matcher.set(first.getBytes(UTF_8), 0, first.length());
        matcher.set(then.getBytes(UTF_8), 0, then.length());
        byte[] bytes = (first + "cccccccc").getBytes(UTF_8);
        assertEquals(first.startsWith(then), matcher.isAt(bytes, 0, bytes.length));
    }

    @Example
    void keepsWhatItLooksForIfAnotherIsTooLong() {
        TextMatcher matcher = new TextMatcher(10);
        byte[] bytes = "abcdefghijkl".getBytes(UTF_8);
        matcher.set(bytes, 0, 10);
        assertFalse(matcher.set(bytes, 1, 12));
        assertEquals(10, matcher.length());
    }
}
