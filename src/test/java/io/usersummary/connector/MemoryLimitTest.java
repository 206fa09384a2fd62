package io.usersummary.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryLimitTest {

    private static MemoryLimit limit(Map<String, String> properties) {
        return new MemoryLimit(
                new SmallRyeConfigBuilder()
                        .withMapping(MemorySettings.class)
                        .withSources(new PropertiesConfigSource(properties, "test", 100))
                        .build()
                        .getConfigMapping(MemorySettings.class));
    }

    @Test
    void isAQuarterOfTheHeapUnlessItIsSet() {
        long quarter = Runtime.getRuntime().maxMemory() / 4;
        assertEquals(new MemoryLimit(quarter).fetch(1_000), limit(Map.of()).fetch(1_000));
        assertEquals(4 << 20, limit(Map.of("memory.limit", "64M")).polls(1).bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1M", "2048G", "much", "-5"})
    void whatIsNoSuchSizeIsRefused(String value) {
        RuntimeException refusal =
                assertThrows(RuntimeException.class, () -> limit(Map.of("memory.limit", value)));
        assertTrue(refusal.getMessage().contains("from 16M to 1024G"), refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"16M", "1024G"})
    void theLeastAndTheMostAreAllowed(String value) {
        assertTrue(limit(Map.of("memory.limit", value)).viewers() >= 2 << 20);
    }

    /** A large one is not used up, as no share grows beyond what it can use. */
    @ParameterizedTest
    @ValueSource(longs = {16L << 20, 64L << 20})
    void itsSharesTogetherAreTheWholeOfASmallOne(long bytes) {
        assertEquals(bytes, shares(new MemoryLimit(bytes), 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {16L << 20, 64L << 20, 1L << 30, 1L << 40})
    void itsSharesTogetherAreNoMoreThanTheWhole(long bytes) {
        for (int consumers : new int[] {1, 3, 64}) {
            assertFits(bytes, consumers);
        }
    }

    private static void assertFits(long bytes, int consumers) {
        long shares = shares(new MemoryLimit(bytes), consumers);
        assertTrue(shares <= bytes, shares + " of " + bytes);
    }

    private static long shares(MemoryLimit limit, int consumers) {
        return limit.polls(consumers).most() * consumers
                + limit.tablePolls().most()
                + limit.fetch(1)
                + (long) limit.fetch(consumers) * consumers
                + limit.inFlight()
                + limit.viewers();
    }
}
