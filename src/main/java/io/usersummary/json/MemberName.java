package io.usersummary.json;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A name that the members of objects are compared with. */
public final class MemberName {

    private final TextMatcher text;

    /** The name, without quotes and escapes. */
    public MemberName(String name) {
        byte[] utf8 = name.getBytes(UTF_8);
        text = new TextMatcher(utf8, 0, utf8.length);
    }

    /** Whether a range of bytes, without escapes, is this name. */
    boolean is(byte[] bytes, int from, int to) {
        return to - from == text.length() && text.isAt(bytes, from, bytes.length);
    }

    /** Whether the bytes are this name; null, for what is no text, is none. */
    boolean is(byte[] bytes) {
        return bytes != null && is(bytes, 0, bytes.length);
    }
}
