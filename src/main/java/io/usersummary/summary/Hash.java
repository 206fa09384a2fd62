package io.usersummary.summary;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Hashes userIds eight bytes at a time. Seeded anew in each process, so that nobody can prepare ids
 * that collide.
 */
final class Hash {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private Hash() {}

    static int of(byte[] bytes, int offset, int length) {
        long hash = HashSeed.VALUE ^ length * FACTOR;
        int at = offset;
        int end = offset + length;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            hash = mix(hash ^ (long) LONGS.get(bytes, at));
        }
        long tail = 0;
        for (; at < end; at++) {
            tail = tail << 8 | bytes[at] & 0xFF;
        }
        hash = mix(hash ^ tail);
        return (int) (hash ^ hash >>> 32);
    }

    private static long mix(long value) {
        return Math.multiplyHigh(value, FACTOR) ^ value * FACTOR;
    }
}
