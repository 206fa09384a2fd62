package io.usersummary.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HashTest {

    private static final long K0 = 0x0706050403020100L;
    private static final long K1 = 0x0F0E0D0C0B0A0908L;

    /**
     * Of the vectors that come with SipHash-1-3's reference code: the key 00 01 .. 0f, and messages
     * 00 01 .. of growing length.
     */
    @Test
    void isSipHash13() {
        byte[] message = new byte[64];
        for (int i = 0; i < message.length; i++) {
            message[i] = (byte) i;
        }
        assertEquals(0xABAC0158050FC4DCL, Hash.sipHash13(K0, K1, message, 0, 0));
        assertEquals(0xC9F49BF37D57CA93L, Hash.sipHash13(K0, K1, message, 0, 1));
    }

    @Test
    void doesNotDependOnWhereTheIdLies() {
        Random random = new Random(7);
        for (int length = 0; length < 40; length++) {
            byte[] id = new byte[length];
            random.nextBytes(id);
            byte[] elsewhere = new byte[length + 9];
            random.nextBytes(elsewhere);
            System.arraycopy(id, 0, elsewhere, 5, length);
            assertEquals(Hash.of(id, 0, length), Hash.of(elsewhere, 5, length));
        }
    }

    /** What collided under every second seed of the mixing that was here before. */
    @Test
    void negatedWordsDoNotCollide() {
        int collisions = 0;
        Random random = new Random(11);
        for (int i = 0; i < 10_000; i++) {
            long word = random.nextLong() | 1;
            byte[] one = java.nio.ByteBuffer.allocate(16).putLong(word).putLong(0).array();
            byte[] other = java.nio.ByteBuffer.allocate(16).putLong(-word).putLong(1).array();
            assertNotEquals(
                    Hash.sipHash13(K0, K1, one, 0, 16), Hash.sipHash13(K0, K1, other, 0, 16));
            long difference = Hash.of(one, 0, 16) ^ Hash.of(other, 0, 16);
            collisions += difference >>> Integer.SIZE == 0 || (int) difference == 0 ? 1 : 0;
        }
        assertEquals(0, collisions);
    }
}
