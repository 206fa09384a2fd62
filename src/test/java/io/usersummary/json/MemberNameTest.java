package io.usersummary.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class MemberNameTest {

    /** Two letters only, so that names often begin alike, and are often the same. */
    @Property(tries = 5_000)
    void isTheSameBytesWhereverTheyStand(
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 12) String name,
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 30) String text,
            @ForAll @IntRange(max = 30) int from,
            @ForAll @IntRange(max = 12) int length) {
        byte[] bytes = text.getBytes(UTF_8);
        int start = Math.min(from, bytes.length);
        int end = Math.min(start + length, bytes.length);
        byte[] range = Arrays.copyOfRange(bytes, start, end);
        boolean same = Arrays.equals(range, name.getBytes(UTF_8));
        assertEquals(same, new MemberName(name).is(bytes, start, end));
        assertEquals(same, new MemberName(name).is(range));
    }

    @Property(tries = 1_000)
    void isFoundAmongOtherBytesButForOneThatDiffers(
            @ForAll @CharRange(from = 'a', to = 'z') @StringLength(min = 1, max = 20) String name,
            @ForAll @StringLength(max = 10) String before,
            @ForAll @StringLength(max = 10) String after,
            @ForAll @IntRange(max = 19) int other) {
        byte[] bytes = (before + name + after).getBytes(UTF_8);
        int from = before.getBytes(UTF_8).length;
        int to = from + name.length();
        assertTrue(new MemberName(name).is(bytes, from, to));
        bytes[from + other % name.length()]++;
        assertTrue(!new MemberName(name).is(bytes, from, to));
    }
}
