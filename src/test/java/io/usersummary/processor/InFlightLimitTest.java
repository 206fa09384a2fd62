package io.usersummary.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When reading pauses. */
class InFlightLimitTest {

    private final InFlightLimit limit = new InFlightLimit(10);

    @Test
    void itIsFullOnceSoManyBytesWait() {
        limit.sent(9);
        assertFalse(limit.isFull());
        assertTrue(limit.isFull(1));
        limit.sent(1);
        assertTrue(limit.isFull());
        limit.arrived(1);
        assertFalse(limit.isFull());
        assertEquals(9, limit.bytes());
    }

    @Test
    void whatWasAskedForMeanwhileIsNotLost() {
        AssertSubscriber<Integer> reader =
                limit.limit(Multi.createFrom().items(1, 2, 3, 4))
                        .subscribe()
                        .withSubscriber(AssertSubscriber.create(1));
        limit.sent(10);
        reader.request(1);
        reader.request(1);
        assertEquals(List.of(1), reader.getItems());
        limit.arrived(1);
        assertEquals(List.of(1, 2, 3), reader.getItems());
        reader.request(Long.MAX_VALUE);
        assertEquals(List.of(1, 2, 3, 4), reader.getItems());
    }
}
