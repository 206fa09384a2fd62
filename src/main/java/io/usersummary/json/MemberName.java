package io.usersummary.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A name that the members of objects are compared with. Nearly all others are told apart by their
 * length and their first eight bytes, without a loop or a call.
 */
public final class MemberName {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] utf8;
    private final long head;
    private final long headMask;

    /** The name, without quotes and escapes. */
    public MemberName(String name) {
        utf8 = name.getBytes(UTF_8);
        head = (long) LONGS.get(Arrays.copyOf(utf8, Math.max(utf8.length, Long.BYTES)), 0);
        headMask = utf8.length < Long.BYTES ? (1L << utf8.length * Byte.SIZE) - 1 : -1L;
    }

    /** Whether a range of bytes, without escapes, is this name. */
    boolean is(byte[] bytes, int from, int to) {
        if (to - from != utf8.length) {
            return false;
        }
        if (from > bytes.length - Long.BYTES) {
            return Arrays.equals(bytes, from, to, utf8, 0, utf8.length);
        }
        long first = (long) LONGS.get(bytes, from);
        return ((first ^ head) & headMask) == 0
                && (utf8.length <= Long.BYTES || restIs(bytes, from, to));
    }

    private boolean restIs(byte[] bytes, int from, int to) {
        return Arrays.equals(bytes, from + Long.BYTES, to, utf8, Long.BYTES, utf8.length);
    }

    /** Whether the bytes are this name. */
    boolean is(byte[] bytes) {
        return Arrays.equals(bytes, utf8);
    }
}
