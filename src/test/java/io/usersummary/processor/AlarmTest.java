package io.usersummary.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When something is looked at, and how often. */
class AlarmTest {

    private final VirtualTime time = new VirtualTime();
    private int looks;
    private final Alarm alarm = new Alarm(time, () -> looks++);

    private void set(long millis) {
        alarm.set(TimeUnit.MILLISECONDS.toNanos(millis), time.nanoTime());
    }

    private void pass(long millis) {
        time.pass(TimeUnit.MILLISECONDS.toNanos(millis));
        alarm.rings(time.nanoTime());
    }

    @Test
    void itRingsOnceForAllWhoWantItNoEarlier() {
        set(10);
        set(10);
        pass(5);
        set(5);
        set(15);
        pass(100);
        assertEquals(1, looks);
    }

    @Test
    void itRingsForWhoWantsItEarlierAndCanBeSetAgain() {
        set(10);
        set(4);
        pass(4);
        assertEquals(1, looks);
        set(1);
        pass(1);
        assertEquals(2, looks);
    }

    /** Timers of an event loop know no less. */
    @Test
    void aMomentIsAMillisecondAndPartsOfOneAreOne() {
        alarm.set(1, time.nanoTime());
        time.pass(999_999);
        assertEquals(0, looks);
        pass(1);
        assertEquals(1, looks);
        alarm.set(1_000_001, time.nanoTime());
        time.pass(1_999_999);
        assertEquals(1, looks);
        time.pass(1);
        assertEquals(2, looks);
    }
}
