package io.usersummary.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who is woken when less is under way to the broker. */
class LaneTest {

    @Test
    void whereAClosedBatchWaitsSomethingIsDoneAndElsewhereNothing() {
        AtomicInteger woken = new AtomicInteger();
        Lane lane = new Lane(() -> 3);
        lane.onLessUnderWay(woken::incrementAndGet);
        lane.lessIsUnderWay();
        assertEquals(0, woken.get());
        lane.waits(true);
        lane.lessIsUnderWay();
        assertEquals(1, woken.get());
        lane.waits(false);
        lane.lessIsUnderWay();
        assertEquals(1, woken.get());
    }
}
