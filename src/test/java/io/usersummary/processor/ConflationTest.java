package io.usersummary.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConflationTest {

    private static final int FEW = 10;
    private static final int MANY = Conflation.LARGE_POLL;

    private final Conflation conflation = new Conflation(4);
    private int underWay;

    private Duration left(long millis) {
        return Duration.ofNanos(conflation.nanosLeft(underWay, millis * 1_000_000));
    }

    private void poll(int events, long millis) {
        conflation.input(events);
        conflation.taken(millis * 1_000_000);
    }

    private void closed(Duration age, long millis) {
        conflation.closed(age, millis * 1_000_000);
    }

    @Test
    void aBatchLeavesAtOnceWhereThereIsNoBacklogAndLittleUnderWay() {
        poll(FEW, 0);
        closed(Duration.ofDays(1), 0);
        underWay = 3;
        assertEquals(Duration.ZERO, left(0));
    }

    @Test
    void aBatchWaitsWhileFourAreUnderWayButNotForEver() {
        poll(FEW, 0);
        closed(Duration.ZERO, 100);
        underWay = 4;
        assertEquals(Conflation.LONGEST, left(100));
        assertEquals(Conflation.LONGEST.minusMillis(700), left(800));
        assertTrue(left(100 + Conflation.LONGEST.toMillis()).isZero());
    }

    @Test
    void aBatchOfABacklogWaitsNoLongerThanItsEventsHadWaited() {
        poll(MANY, 100);
        closed(Duration.ofMillis(30), 100);
        assertEquals(Duration.ofMillis(30), left(100));
        poll(MANY, 120);
        assertEquals(Duration.ofMillis(10), left(120));
        assertTrue(left(130).isZero());
    }

    @Test
    void aBatchOfAnOldBacklogWaitsForTheLongestTimeThereIs() {
        poll(MANY, 0);
        closed(Duration.ofDays(1), 0);
        for (long now = 0; now < Conflation.LONGEST.toMillis(); now += 10) {
            poll(MANY, now);
            assertTrue(left(now).toNanos() > 0, "left after " + now);
        }
        poll(MANY, Conflation.LONGEST.toMillis());
        assertTrue(left(Conflation.LONGEST.toMillis()).isZero());
    }

    @Test
    void aPollThatIsStillBeingTakenInIsNotTheEndOfABacklogHoweverLongThatTakes() {
        poll(MANY, 0);
        conflation.input(MANY);
        closed(Duration.ofDays(1), 10);
        long later = 10 + 2 * Conflation.GAP.toMillis();
        assertEquals(Conflation.GAP, left(later));
        conflation.taken(later * 1_000_000);
        assertEquals(Conflation.GAP, left(later));
    }

    @Test
    void theEndOfABacklogIsWaitedForByNobody() {
        poll(MANY, 0);
        closed(Duration.ofDays(1), 0);
        poll(FEW, 10);
        assertTrue(left(10).isZero());
        poll(MANY, 20);
        assertEquals(Conflation.GAP, left(20));
        assertTrue(left(20 + Conflation.GAP.toMillis()).isZero());
    }
}
