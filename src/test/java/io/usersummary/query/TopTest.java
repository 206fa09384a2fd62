package io.usersummary.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** How much the first of an order may take of memory. */
class TopTest {

    private static final int LENGTH = 32_767;

    /** So many ids of that length are just within the limit of 64 MiB. */
    private static final int MOST = (64 << 20) / LENGTH;

    private static void visit(Top top, int seen) {
        byte[] id = new byte[LENGTH];
        id[0] = (byte) seen;
        id[1] = (byte) (seen >> 8);
        top.visit(id, 0, LENGTH, seen, seen);
    }

    @Test
    void asManyAsTheirIdsMayTakeOfMemoryAndNoMore() {
        Top top = new Top(Filter.ALL, Order.FIRST_SEEN, MOST + 1, null);
        for (int i = 0; i < MOST; i++) {
            visit(top, i);
        }
        assertEquals(MOST, top.inOrder().size());
        assertThrows(InvalidQueryException.class, () -> visit(top, MOST));
    }

    @Test
    void whoIsNotKeptTakesNothing() {
        Top top = new Top(Filter.ALL, Order.FIRST_SEEN, 3, null);
        for (int i = 2 * MOST; i > 0; i--) {
            visit(top, i);
        }
        assertEquals(3, top.inOrder().size());
        assertEquals(1, top.inOrder().get(0).firstSeen());
    }
}
