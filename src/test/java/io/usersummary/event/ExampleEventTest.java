package io.usersummary.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExampleEventTest {

    private static final long TIME = 1_534_382_478L;

    @ParameterizedTest
    @CsvSource({
        "/userId, /metadata/timestamp, seconds, , '{\"userId\":\"ada\",\"metadata\":{\"timestamp\":1534382478}}'",
        "'/a/b,/c', /a/t, milliseconds, , '{\"a\":{\"b\":\"ada\",\"t\":1534382478000}}'",
        "/u/1/id, /t, iso-8601, , '{\"u\":[null,{\"id\":\"ada\"}],\"t\":\"2018-08-16T01:21:18Z\"}'",
        "key, /t, seconds, ada, '{\"t\":1534382478}'",
        "key, record, seconds, ada, anything"
    })
    void isASmallEventOfTheShape(
            String userId, String timestamp, String format, String key, String value) {
        EventShape shape = Shapes.of(userId, timestamp, format);
        assertEquals(
                Optional.of(new ExampleEvent(key, value)), ExampleEvent.of(shape, "ada", TIME));
    }

    @ParameterizedTest
    @CsvSource({"/a, /a/b", "/a/b, /a", "/a, /a", "/a/99, /t", "/a/0, /a/b"})
    void isNoneWhereThereIsNoSmallOne(String userId, String timestamp) {
        assertEquals(
                Optional.empty(),
                ExampleEvent.of(Shapes.of(userId, timestamp, "seconds"), "ada", TIME));
    }

    @Property
    void isReadAsWhatItSays(@ForAll long seed) {
        EventShape shape = new RandomEvents(new SplittableRandom(seed)).shape();
        Optional<ExampleEvent> example = ExampleEvent.of(shape, "a\"d\\a\u0001", TIME);
        Statistics.label("has an example").collect(example.isPresent());
        example.ifPresent(
                event ->
                        assertEquals(
                                new Read("a\"d\\a\u0001", TIME, null),
                                Read.of(shape, event.key(), event.value(), -1)));
    }
}
