package io.usersummary.query;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A unit of the calendar. A bucket goes from its start to the start of the next one, so that a day
 * has 23 hours when clocks go forward and 25 when they go back, and weeks begin on Monday.
 *
 * <p>Where clocks are put back over midnight, a day begins with its first midnight.
 */
public enum Bucket {
    HOUR(3_600),
    DAY(86_400),
    WEEK(7 * 86_400),
    MONTH(30 * 86_400 + 37_746),
    YEAR(365 * 86_400 + 20_952);

    private final long usualSeconds;

    Bucket(long usualSeconds) {
        this.usualSeconds = usualSeconds;
    }

    /** The bucket with this name, in lower case. */
    public static Optional<Bucket> of(String name) {
        return Arrays.stream(values()).filter(bucket -> bucket.toString().equals(name)).findFirst();
    }

    /** The next larger one; empty for the largest. */
    Optional<Bucket> larger() {
        return Arrays.stream(values()).skip(ordinal() + 1L).findFirst();
    }

    /** How long one is on average, in seconds. */
    long usualSeconds() {
        return usualSeconds;
    }

    /**
     * The start of the bucket that a second is in.
     *
     * @throws java.time.DateTimeException if the second is beyond what the calendar can express
     */
    long start(long second, ZoneId zone) {
        long start = begin(Instant.ofEpochSecond(second).atZone(zone));
        for (long next = next(start, zone); next <= second; next = next(start, zone)) {
            start = next;
        }
        return start;
    }

    /** The start of the bucket after the one that starts there. */
    long next(long start, ZoneId zone) {
        ZonedDateTime at = Instant.ofEpochSecond(start).atZone(zone);
        if (this == HOUR) {
            return nextHour(start, zone);
        }
        // A day that was skipped, as in Samoa in 2011, begins when the next one does.
        long next = start;
        for (LocalDate day = at.toLocalDate(); next <= start; ) {
            day = after(day);
            next = day.atStartOfDay(zone).toEpochSecond();
        }
        return next;
    }

    private long begin(ZonedDateTime at) {
        LocalDate day = at.toLocalDate();
        return switch (this) {
            case HOUR -> beginOfHour(at);
            case DAY -> day.atStartOfDay(at.getZone()).toEpochSecond();
            case WEEK ->
                    day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                            .atStartOfDay(at.getZone())
                            .toEpochSecond();
            case MONTH -> day.withDayOfMonth(1).atStartOfDay(at.getZone()).toEpochSecond();
            case YEAR -> day.withDayOfYear(1).atStartOfDay(at.getZone()).toEpochSecond();
        };
    }

    /**
     * An hour whose full hour was skipped, as where clocks go from a minute past midnight to a
     * minute past one, belongs to the one before the jump.
     */
    private static long beginOfHour(ZonedDateTime at) {
        ZonedDateTime full = at.truncatedTo(ChronoUnit.HOURS);
        if (!full.isAfter(at)) {
            return full.toEpochSecond();
        }
        Instant jump =
                at.getZone()
                        .getRules()
                        .previousTransition(at.toInstant().plusSeconds(1))
                        .getInstant();
        return jump.minusSeconds(1)
                .atZone(at.getZone())
                .truncatedTo(ChronoUnit.HOURS)
                .toEpochSecond();
    }

    private LocalDate after(LocalDate day) {
        return switch (this) {
            case HOUR, DAY -> day.plusDays(1);
            case WEEK -> day.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
            case MONTH -> day.with(TemporalAdjusters.firstDayOfNextMonth());
            case YEAR -> day.with(TemporalAdjusters.firstDayOfNextYear());
        };
    }

    /** An hour of the clock is shorter or longer where clocks are moved by half an hour. */
    private long nextHour(long start, ZoneId zone) {
        ZonedDateTime later = Instant.ofEpochSecond(start + usualSeconds).atZone(zone);
        long begun = begin(later);
        return begun > start
                ? begun
                : later.toLocalDateTime()
                        .truncatedTo(ChronoUnit.HOURS)
                        .plusHours(1)
                        .toEpochSecond(later.getOffset());
    }

    /** As a person writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
