package io.usersummary.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
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
        TextMatcher matcher = new TextMatcher(text, 0, length);
        boolean same = at + length <= end && Arrays.equals(bytes, at, at + length, text, 0, length);
        assertEquals(same, matcher.isAt(bytes, at, end));
    }

    @Property(tries = 500)
    void looksForTheSameAsOneOfTheSameBytes(
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 3) String one,
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 3) String other) {
        assertEquals(one.equals(other), matcher(one).looksForTheSameAs(matcher(other)));
    }

    private static TextMatcher matcher(String text) {
        byte[] around = ("<" + text + ">").getBytes(UTF_8);
        return new TextMatcher(around, 1, 1 + text.length());
    }
}
