package io.usersummary.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** A name that the members of objects are compared with. */
public final class MemberName {

    private final byte[] utf8;
    private final TextMatcher matcher;

    /** The name, without quotes and escapes. */
    public MemberName(String name) {
        utf8 = name.getBytes(UTF_8);
        matcher = new TextMatcher(utf8.length);
        matcher.set(utf8, 0, utf8.length);
    }

    /** Whether a range of bytes, without escapes, is this name. */
    boolean is(byte[] bytes, int from, int to) {
        return to - from == utf8.length && matcher.isAt(bytes, from, bytes.length);
    }

    /** Whether the bytes are this name. */
    boolean is(byte[] bytes) {
        return Arrays.equals(bytes, utf8);
    }
}
