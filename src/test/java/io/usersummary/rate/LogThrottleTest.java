package io.usersummary.rate;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogThrottleTest {

    private long now = Long.MAX_VALUE - 5;
    private final LogThrottle throttle = new LogThrottle(Duration.ofNanos(10), () -> now);

    @Test
    void oneLinePassesAPeriodAndTheFirstAtOnce() {
        assertTrue(throttle.allows());
        now += 9; // The clock of the machine may overflow meanwhile.
        assertFalse(throttle.allows());
        now += 1;
        assertTrue(throttle.allows());
        assertFalse(throttle.allows());
    }

    @Test
    void newsPassesAtOnceAndBeginsAPeriod() {
        assertTrue(throttle.allows());
        now += 5;
        assertTrue(throttle.allows(true));
        now += 9;
        assertFalse(throttle.allows(false));
        now += 1;
        assertTrue(throttle.allows(false));
    }
}
