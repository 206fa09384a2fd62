package io.usersummary.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A range has its begin and not its end, as the API says. */
class TimeRangeTest {

    private static List<Long> fromFiveToTen(TimeRange range) {
        return LongStream.rangeClosed(5, 10).filter(range::contains).boxed().toList();
    }

    @Test
    void theBeginIsInItAndTheEndIsNot() {
        assertEquals(List.of(7L, 8L), fromFiveToTen(TimeRange.ALL.from(7).to(9)));
        assertEquals(List.of(7L, 8L, 9L, 10L), fromFiveToTen(TimeRange.ALL.from(7)));
        assertEquals(List.of(5L, 6L, 7L, 8L), fromFiveToTen(TimeRange.ALL.to(9)));
        assertEquals(List.of(), fromFiveToTen(TimeRange.ALL.from(7).to(7)));
        assertEquals(List.of(5L, 6L, 7L, 8L, 9L, 10L), fromFiveToTen(TimeRange.ALL));
    }
}
