package io.usersummary.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnknownNamesTest {

    @ParameterizedTest
    @CsvSource({
        "max.poll.record,    max.poll.records",
        "linger,             linger.ms",
        "bootstrap.server,   bootstrap.servers",
        "compresion.type,    compression.type",
        "auto.ofset.reset,   auto.offset.reset"
    })
    void slipOfThePenIsNearestToWhatWasMeant(String slip, String meant) {
        assertEquals(meant, UnknownNames.nearest(slip, ClientRole.allNames()));
    }

    @ParameterizedTest
    @CsvSource({"kitten, sitting, 3", "a, a, 0", "abc, '', 3", "'', abc, 3", "flaw, lawn, 2"})
    void distanceCountsWhatHasToBeChangedAddedOrLeftOut(String a, String b, int distance) {
        assertEquals(distance, UnknownNames.levenshtein(a, b));
    }
}
