package io.usersummary.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.summary.SummaryTable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The histogram beside one that asks the calendar for every second on its own: zones with half and
 * quarter hours, with clocks moved by half an hour or at midnight, and one that skipped a day.
 */
class HistogramTest {

    private static final List<String> ZONES =
            List.of(
                    "UTC",
                    "Europe/Paris",
                    "America/New_York",
                    "Asia/Kathmandu",
                    "Australia/Lord_Howe",
                    "America/St_Johns",
                    "America/Havana",
                    "America/Sao_Paulo",
                    "Pacific/Apia",
                    "Africa/Monrovia");

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(ZONES).map(ZoneId::of);
    }

    /** Seconds around a day on which some zone moved its clocks. */
    @Provide
    Arbitrary<List<Long>> aroundClockChanges() {
        Arbitrary<Long> changes =
                Arbitraries.of(ZONES)
                        .flatMap(
                                zone -> {
                                    List<Long> seconds = transitions(ZoneId.of(zone));
                                    return Arbitraries.of(seconds);
                                });
        return Combinators.combine(
                        changes,
                        Arbitraries.longs()
                                .between(-3 * 86_400, 3 * 86_400)
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(30))
                .as(
                        (change, offsets) ->
                                offsets.stream().map(o -> Math.max(0, change + o)).toList());
    }

    private static List<Long> transitions(ZoneId zone) {
        List<Long> seconds = new ArrayList<>(List.of(86_400L * 4000));
        Instant at = Instant.EPOCH;
        Instant end = Instant.parse("2026-12-31T00:00:00Z");
        for (ZoneOffsetTransition next = zone.getRules().nextTransition(at);
                next != null && next.getInstant().isBefore(end);
                next = zone.getRules().nextTransition(next.getInstant())) {
            seconds.add(next.toEpochSecond());
        }
        return seconds;
    }

    @Property
    void everySecondIsCountedInItsBucketOfTheCalendar(
            @ForAll("aroundClockChanges") List<Long> seconds,
            @ForAll("zones") ZoneId zone,
            @ForAll Bucket bucket) {
        Histogram histogram = new Histogram(bucket, zone);
        seconds.forEach(histogram::add);
        assertEquals(oracle(seconds, bucket, zone), histogram.counts());
    }

    /** All starts of a while, told from the calendar one by one; then each second on its own. */
    private static List<Histogram.Count> oracle(List<Long> seconds, Bucket bucket, ZoneId zone) {
        long min = seconds.stream().min(Long::compare).get();
        long max = seconds.stream().max(Long::compare).get();
        TreeMap<Long, Long> counts = new TreeMap<>();
        if (bucket == Bucket.HOUR) {
            for (long s = min - 7_200; s <= max + 7_200; s += 60) {
                counts.put(hour(s, zone), 0L);
            }
        } else {
            LocalDate from = date(min, zone).minusYears(2).withDayOfYear(1);
            for (LocalDate day = from;
                    day.isBefore(date(max, zone).plusDays(2));
                    day = day.plusDays(1)) {
                boolean starts =
                        switch (bucket) {
                            case WEEK -> day.getDayOfWeek().getValue() == 1;
                            case MONTH -> day.getDayOfMonth() == 1;
                            case YEAR -> day.getDayOfYear() == 1;
                            default -> true;
                        };
                if (starts) {
                    counts.put(day.atStartOfDay(zone).toEpochSecond(), 0L);
                }
            }
        }
        seconds.forEach(s -> counts.merge(counts.floorKey(s), 1L, Long::sum));
        return counts
                .subMap(counts.floorKey(min), true, counts.floorKey(max), true)
                .entrySet()
                .stream()
                .map(e -> new Histogram.Count(e.getKey(), e.getValue()))
                .toList();
    }

    private static LocalDate date(long second, ZoneId zone) {
        return Instant.ofEpochSecond(second).atZone(zone).toLocalDate();
    }

    private static long hour(long second, ZoneId zone) {
        ZonedDateTime at = Instant.ofEpochSecond(second).atZone(zone);
        LocalDateTime full = at.toLocalDateTime().withMinute(0).withSecond(0);
        return ZonedDateTime.ofLocal(full, zone, at.getOffset()).toEpochSecond();
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Paris, 2026-03-29, 23",
        "Europe/Paris, 2026-10-25, 25",
        "Europe/Paris, 2026-06-01, 24",
        "Australia/Lord_Howe, 2026-04-05, 24.5"
    })
    void aDayIsAsLongAsItsClocksSay(String zoneName, String day, double hours) {
        ZoneId zone = ZoneId.of(zoneName);
        long noon = LocalDate.parse(day).atTime(12, 0).atZone(zone).toEpochSecond();
        long start = Bucket.DAY.start(noon, zone);
        assertEquals(hours * 3_600, Bucket.DAY.next(start, zone) - start);
    }

    /** At a minute past midnight of 2011-03-13, clocks in St. John's went to a minute past one. */
    @Test
    void anHourWhoseBeginningWasSkippedBelongsToTheOneBefore() {
        ZoneId zone = ZoneId.of("America/St_Johns");
        long midnight = ZonedDateTime.of(2011, 3, 13, 0, 0, 0, 0, zone).toEpochSecond();
        long halfPastOne = ZonedDateTime.of(2011, 3, 13, 1, 30, 0, 0, zone).toEpochSecond();
        assertEquals(midnight, Bucket.HOUR.start(halfPastOne, zone));
        assertEquals(midnight, Bucket.HOUR.start(midnight + 60, zone));
        assertEquals(midnight + 3_600, Bucket.HOUR.next(midnight, zone));
        Histogram histogram = new Histogram(Bucket.HOUR, zone);
        histogram.add(midnight + 2 * 3_600);
        histogram.add(halfPastOne);
        histogram.add(midnight + 30);
        assertEquals(
                List.of(
                        new Histogram.Count(midnight, 2),
                        new Histogram.Count(midnight + 3_600, 0),
                        new Histogram.Count(midnight + 7_200, 1)),
                histogram.counts());
    }

    @Test
    void weeksBeginOnMonday() {
        ZoneId paris = ZoneId.of("Europe/Paris");
        long sunday = ZonedDateTime.of(2026, 11, 22, 23, 59, 59, 0, paris).toEpochSecond();
        assertEquals(
                ZonedDateTime.of(2026, 11, 16, 0, 0, 0, 0, paris).toEpochSecond(),
                Bucket.WEEK.start(sunday, paris));
        assertEquals(sunday + 1, Bucket.WEEK.start(sunday + 1, paris));
    }

    @ParameterizedTest
    @CsvSource({"HOUR, day", "DAY, week", "WEEK, month", "MONTH, year"})
    void tooManyBucketsNameTheNextLargerOne(Bucket bucket, String larger) {
        Histogram histogram = new Histogram(bucket, ZoneId.of("UTC"));
        histogram.add(0);
        long far = 10_001 * bucket.usualSeconds();
        InvalidQueryException up =
                assertThrows(InvalidQueryException.class, () -> histogram.add(far));
        assertTrue(up.getMessage().contains("bucket=" + larger), up.getMessage());
        Histogram down = new Histogram(bucket, ZoneId.of("UTC"));
        down.add(far);
        assertThrows(InvalidQueryException.class, () -> down.add(0));
    }

    @Test
    void tenThousandBucketsAreAnswered() {
        Histogram histogram = new Histogram(Bucket.HOUR, ZoneId.of("UTC"));
        histogram.add(9_999 * 3_600);
        histogram.add(0);
        assertEquals(10_000, histogram.counts().size());
        assertThrows(InvalidQueryException.class, () -> histogram.add(10_000 * 3_600));
    }

    @ParameterizedTest
    @EnumSource(Bucket.class)
    void aTimeThatNoCalendarReachesIsRefused(Bucket bucket) {
        Histogram histogram = new Histogram(bucket, ZoneId.of("Europe/Paris"));
        assertThrows(InvalidQueryException.class, () -> histogram.add(Long.MAX_VALUE));
    }

    /** Three hundred million buckets would first have to be made. */
    @Test
    void tooLongATimeIsRefusedBeforeItsBucketsAreMade() {
        ZoneId utc = ZoneId.of("UTC");
        long latest = SummaryTable.MAX_TIME;
        Histogram up = new Histogram(Bucket.HOUR, utc);
        up.add(0);
        assertThrows(InvalidQueryException.class, () -> up.add(latest));
        assertEquals(List.of(new Histogram.Count(0, 1)), up.counts());
        Histogram down = new Histogram(Bucket.HOUR, utc);
        down.add(latest);
        assertThrows(InvalidQueryException.class, () -> down.add(0));
        assertEquals(1, down.counts().size());
    }
}
