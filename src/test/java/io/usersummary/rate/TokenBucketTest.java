package io.usersummary.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TokenBucketTest {

    @Test
    void noMoreAreTakenThanThereAreNorThanAskedFor() {
        TokenBucket bucket = new TokenBucket(5, 0);
        assertEquals(3, bucket.take(3));
        assertTrue(bucket.take());
        assertEquals(1, bucket.take(10));
        assertEquals(0, bucket.take(10));
        assertFalse(bucket.take());
    }

    @Test
    void afterAQuietTimeItHoldsNoMoreThanItCan() {
        TokenBucket bucket = new TokenBucket(5, 1e15);
        assertEquals(5, bucket.take(10));
        while (!bucket.take()) {
            Thread.onSpinWait();
        }
        long tick = System.nanoTime();
        while (System.nanoTime() == tick) {
            Thread.onSpinWait();
        }
        assertEquals(5, bucket.take(10));
    }

    @Test
    void soManyComeBackASecond() {
        TokenBucket bucket = new TokenBucket(1_000_000, 100_000);
        bucket.take(1_000_000);
        long begin = System.nanoTime();
        int taken = 0;
        while (taken < 1_000) {
            taken += bucket.take(1_000 - taken);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        assertTrue(seconds > 0.009, "a hundredth of a second's tokens after " + seconds + " s");
    }
}
