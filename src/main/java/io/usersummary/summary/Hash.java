package io.usersummary.summary;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Hashes userIds by SipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012)
 * with a key that is drawn anew in each process, so that nobody can prepare ids that collide. One
 * round a block and three at the end is what Rust and Python hash their tables' keys with.
 */
final class Hash {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Hash() {}

    static long of(byte[] bytes, int offset, int length) {
        return sipHash13(HashKey.K0, HashKey.K1, bytes, offset, length);
    }

    static long sipHash13(long k0, long k1, byte[] bytes, int offset, int length) {
        long v0 = k0 ^ 0x736f6d6570736575L;
        long v1 = k1 ^ 0x646f72616e646f6dL;
        long v2 = k0 ^ 0x6c7967656e657261L;
        long v3 = k1 ^ 0x7465646279746573L;
        int end = offset + length;
        int at = offset;
        // Blocks of eight bytes, then one of what is left and the length, then four empty rounds.
        int rounds = length / Long.BYTES + 4;
        for (int round = 0; round < rounds; round++) {
            long block = 0;
            if (at <= end - Long.BYTES) {
                block = (long) LONGS.get(bytes, at);
                at += Long.BYTES;
            } else if (round == rounds - 4) {
                block = lastBlock(bytes, at, end, length);
            } else if (round == rounds - 3) {
                v2 ^= 0xFF;
            }
            v3 ^= block;
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= block;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static long lastBlock(byte[] bytes, int from, int end, int length) {
        long block = (long) length << 56;
        for (int at = from; at < end; at++) {
            block |= (bytes[at] & 0xFFL) << 8 * (at - from);
        }
        return block;
    }
}
