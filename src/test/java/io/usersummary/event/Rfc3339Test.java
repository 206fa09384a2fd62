package io.usersummary.event;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

    private static final String INTERESTING = "0123456789-+:.TtZz ";

    private static long read(String text) {
        byte[] bytes = ("<" + text + ">").getBytes(US_ASCII);
        return Rfc3339.epochSeconds(bytes, 1, text.length());
    }

    private static long toOracle(String text) {
        return Rfc3339Oracle.epochSeconds(text).orElse(Rfc3339.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 0",
        "2018-08-16T01:21:18Z, 1534382478",
        "2018-08-16t01:21:18z, 1534382478",
        "2018-08-16 01:21:18Z, 1534382478",
        "2018-08-16T01:21:18.999999999999Z, 1534382478",
        "2018-08-16T03:21:18+02:00, 1534382478",
        "2018-08-15T20:51:18.5-04:30, 1534382478",
        "2018-08-16T01:21:18-00:00, 1534382478",
        "2018-08-17T01:20:18+23:59, 1534382478",
        "1969-12-31T23:59:59.999Z, -1",
        "1990-12-31T23:59:60Z, 662687999",
        "1990-12-31T15:59:60.5-08:00, 662687999",
        "2000-02-29T00:00:00Z, 951782400",
        "9999-12-31T23:59:59Z, 253402300799",
    })
    void readsATimeRoundedDown(String text, long seconds) {
        assertEquals(seconds, read(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2018-08-16",
                "2018-08-16T01:21:18",
                "2018-08-16T01:21:18.5",
                "2018-08-16T01:21:18.Z",
                "2018-08-16T01:21:18,5Z",
                "2018-08-16T01:21Z",
                "2018-08-16T01:21:18+02",
                "2018-08-16T01:21:18+0200",
                "2018-08-16T01:21:18+24:00",
                "2018-08-16T01:21:18+02:60",
                "2018-08-16T01:21:18Z ",
                "2018-08-16_01:21:18Z",
                "2018-08-16T24:00:00Z",
                "2018-08-16T01:60:00Z",
                "2018-08-16T01:21:61Z",
                "2018-08-16T01:21:60Z",
                "2018-02-29T00:00:00Z",
                "1900-02-29T00:00:00Z",
                "2018-04-31T00:00:00Z",
                "2018-13-01T00:00:00Z",
                "2018-00-01T00:00:00Z",
                "2018-01-00T00:00:00Z",
                "+2018-08-16T01:21:18Z",
                "20180816T012118Z",
                "1534382478"
            })
    void refusesWhatIsNoTimeWithAnOffset(String text) {
        assertEquals(Rfc3339.NONE, read(text));
    }

    @Property(tries = 20_000)
    void readsEveryTimeAsJavaTimeDoes(
            @ForAll @IntRange(max = 9999) int year,
            @ForAll @IntRange(min = 1, max = 12) int month,
            @ForAll @IntRange(min = 1, max = 31) int day,
            @ForAll @IntRange(max = 23) int hour,
            @ForAll @IntRange(max = 59) int minute,
            @ForAll @IntRange(max = 60) int second,
            @ForAll @IntRange(min = -1439, max = 1439) int offset) {
        String text =
                "%04d-%02d-%02dT%02d:%02d:%02d.5%s%02d:%02d"
                        .formatted(
                                year,
                                month,
                                day,
                                hour,
                                minute,
                                second,
                                offset < 0 ? "-" : "+",
                                Math.abs(offset) / 60,
                                Math.abs(offset) % 60);
        assertEquals(toOracle(text), read(text), text);
    }

    @Property(tries = 50_000)
    void refusesExactlyWhatTheGrammarAndTheCalendarRefuse(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text =
                new StringBuilder(
                        random.nextBoolean()
                                ? "2016-12-31T23:59:60.25Z"
                                : "2017-01-01 00:59:59.0+01:00");
        for (int i = random.nextInt(3); i > 0; i--) {
            text.setCharAt(
                    random.nextInt(text.length()),
                    INTERESTING.charAt(random.nextInt(INTERESTING.length())));
        }
        if (random.nextInt(4) == 0) {
            text.setLength(random.nextInt(text.length()));
        }
        long expected = toOracle(text.toString());
        Statistics.label("times").collect(expected != Rfc3339.NONE);
        assertEquals(expected, read(text.toString()), text.toString());
    }
}
