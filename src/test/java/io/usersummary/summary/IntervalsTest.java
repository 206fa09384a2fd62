package io.usersummary.summary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A block of intervals, whose memory is used again and again. */
class IntervalsTest {

    private final Intervals block = new Intervals(1);

    private void add(int length, long first) {
        byte[] id = new byte[length + 2];
        Arrays.fill(id, (byte) first);
        block.add(id, 1, length, first, first + 1);
    }

    @Test
    void itIsLargeOnceItHasManyOrLongOnes() {
        assertFalse(block.isLarge());
        for (int i = 0; i < 255; i++) {
            add(1, i);
        }
        assertFalse(block.isLarge());
        add(1, 255);
        assertTrue(block.isLarge());
        block.clear();
        assertFalse(block.isLarge());
        add(65_535, 1);
        assertFalse(block.isLarge());
        add(1, 2);
        assertTrue(block.isLarge());
    }

    @Test
    void whatIsAddedIsThereHoweverMuchThatIs() {
        for (int round = 0; round < 2; round++) {
            block.clear();
            for (int i = 0; i < 100; i++) {
                add(i, i);
            }
            assertEquals(100, block.size());
            for (int i = 0; i < 100; i++) {
                assertEquals(i, block.length(i));
                assertEquals(i, block.first(i));
                assertEquals(i + 1, block.last(i));
                byte[] id = new byte[i];
                Arrays.fill(id, (byte) i);
                int from = block.start(i);
                assertArrayEquals(id, Arrays.copyOfRange(block.ids(), from, from + i));
                assertEquals(Hash.of(id, 0, i), block.hash(i));
            }
        }
    }
}
