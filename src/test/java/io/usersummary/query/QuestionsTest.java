package io.usersummary.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.summary.Intervals;
import io.usersummary.summary.Summary;
import io.usersummary.summary.SummaryTable;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every question beside the same question asked of a plain map. */
class QuestionsTest {

    /** One event: who, and when. */
    record Event(String userId, long timestamp) {}

    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<String> ids =
                Arbitraries.strings()
                        .withChars('a', 'b', '\u00e9', '\u20ac')
                        .ofMaxLength(3)
                        .map(id -> "x" + id);
        return Combinators.combine(ids, Arbitraries.longs().between(0, 30))
                .as(Event::new)
                .list()
                .ofMaxSize(200);
    }

    @Provide
    Arbitrary<Filter> filters() {
        Arbitrary<TimeRange> ranges =
                Combinators.combine(
                                Arbitraries.longs().between(-1, 31).injectNull(0.3),
                                Arbitraries.longs().between(-1, 31).injectNull(0.3))
                        .as(QuestionsTest::range);
        Arbitrary<String> prefixes = Arbitraries.of("", "", "x", "xa", "x\u00e9", "y");
        return Combinators.combine(ranges, ranges, prefixes).as(Filter::new);
    }

    private static TimeRange range(Long from, Long to) {
        TimeRange range = from == null ? TimeRange.ALL : TimeRange.ALL.from(from);
        return to == null ? range : range.to(to);
    }

    @Property
    void thePagesOfAnOrderAreTheWholeAnswerInThatOrder(
            @ForAll("events") List<Event> events,
            @ForAll("filters") Filter filter,
            @ForAll Order order,
            @ForAll @IntRange(min = 1, max = 7) int limit) {
        Questions questions = new Questions(tableOf(events));
        List<Summary> expected = expected(fold(events).values(), filter, order);
        List<Summary> answered = allPages(questions, filter, order, limit);
        if (order == Order.NONE) {
            assertEquals(expected.size(), answered.size());
            assertEquals(Set.copyOf(expected), Set.copyOf(answered));
        } else {
            assertEquals(expected, answered);
        }
    }

    @Property
    void anExportIsAllThatMatches(
            @ForAll("events") List<Event> events, @ForAll("filters") Filter filter) {
        Questions questions = new Questions(tableOf(events));
        List<Summary> exported = new ArrayList<>();
        for (long place = 0; place >= 0; ) {
            Questions.Part part = questions.part(filter, place, 3);
            exported.addAll(part.users());
            place = part.next();
        }
        List<Summary> expected = expected(fold(events).values(), filter, Order.NONE);
        assertEquals(expected.size(), exported.size());
        assertEquals(Set.copyOf(expected), Set.copyOf(exported));
    }

    @Test
    void whoIsThereDuringTheWholeWalkComesOnceWhileTheTableGrowsAndShrinks() {
        SummaryTable table = new SummaryTable();
        Random random = new Random(7);
        Set<String> faithful = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            join(table, "stays" + i, i);
            join(table, "goes" + i, i);
            faithful.add("stays" + i);
        }
        Questions questions = new Questions(table);
        List<String> seen = new ArrayList<>();
        String cursor = null;
        int step = 0;
        do {
            Page page = questions.page(Filter.ALL, Order.NONE, 37, cursor);
            page.users().forEach(user -> seen.add(user.userId()));
            cursor = page.next();
            for (int i = 0; i < 20 && step < 5_000; i++, step++) {
                table.forget(("goes" + step).getBytes(UTF_8));
                join(table, "new" + step, step);
                join(table, "n" + step, step);
                join(table, "stays" + random.nextInt(5_000), random.nextInt(10_000));
            }
        } while (cursor != null);
        Map<String, Long> times =
                seen.stream().collect(Collectors.groupingBy(id -> id, Collectors.counting()));
        faithful.forEach(id -> assertEquals(1, times.getOrDefault(id, 0L), id));
        assertTrue(step > 1_000, "the table changed all the while");
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void inAnOrderWhoseValueStaysIsNeitherSkippedNorRepeated(Order order) {
        SummaryTable table = new SummaryTable();
        List<String> faithful = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            join(table, "stays" + i, 100 + i % 50);
            faithful.add("stays" + i);
            join(table, "moves" + i, 100 + i % 50);
        }
        Questions questions = new Questions(table);
        List<String> seen = new ArrayList<>();
        String cursor = null;
        int step = 0;
        do {
            Page page = questions.page(Filter.ALL, order, 13, cursor);
            page.users().stream().map(Summary::userId).forEach(seen::add);
            cursor = page.next();
            for (int i = 0; i < 5; i++, step++) {
                join(table, "moves" + step % 400, step % 300);
                table.forget(("moves" + (step * 7 + 3) % 400).getBytes(UTF_8));
                join(table, "new" + step, step % 200);
            }
        } while (cursor != null);
        List<String> stayed = seen.stream().filter(id -> id.startsWith("stays")).toList();
        assertEquals(400, stayed.size());
        assertEquals(Set.copyOf(faithful), Set.copyOf(stayed));
    }

    @Test
    void answersAreRightWhileEventsComeInAndTheIndexGrows() throws InterruptedException {
        SummaryTable table = new SummaryTable();
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            events.add(new Event("stays" + i, 1_000_000L + i * 977L));
        }
        events.forEach(event -> join(table, event.userId(), event.timestamp()));
        Questions questions = new Questions(table);
        Filter faithful = new Filter(TimeRange.ALL.from(1_300_000), TimeRange.ALL, "stays");
        ZoneId zone = ZoneId.of("Asia/Kathmandu");
        Histogram days = new Histogram(Bucket.DAY, zone);
        expected(fold(events).values(), faithful, Order.NONE)
                .forEach(user -> days.add(user.firstSeen()));
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        Thread writer =
                new Thread(
                        () -> {
                            for (int i = 0; !over.get(); i++) {
                                join(table, "other" + i % 400_000, 1_000_000L + i);
                                table.forget(("other" + (i - 100_000)).getBytes(UTF_8));
                                written.incrementAndGet();
                            }
                        });
        writer.start();
        try {
            for (int round = 0; round < 4 || written.get() < 200_000; round++) {
                for (Order order : Order.values()) {
                    List<Summary> expected = expected(fold(events).values(), faithful, order);
                    List<Summary> answered = allPages(questions, faithful, order, 400);
                    if (order == Order.NONE) {
                        assertEquals(expected.size(), answered.size());
                        assertEquals(Set.copyOf(expected), Set.copyOf(answered));
                    } else {
                        assertEquals(expected, answered);
                    }
                }
                assertEquals(
                        days.counts(),
                        questions.histogram(faithful, true, Bucket.DAY, zone).counts());
            }
        } finally {
            over.set(true);
            writer.join();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "not base64!",
                "AAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void whatIsNoCursorIsRefused(String text) {
        Questions questions = new Questions(tableOf(List.of(new Event("a", 1))));
        for (Order order : Order.values()) {
            assertThrows(
                    InvalidQueryException.class, () -> questions.page(Filter.ALL, order, 1, text));
        }
    }

    @Test
    void aCursorOfAnotherQuestionOrProcessIsRefusedAndTold() {
        List<Event> events = List.of(new Event("a", 1), new Event("b", 2));
        Questions questions = new Questions(tableOf(events));
        String byFirst = questions.page(Filter.ALL, Order.FIRST_SEEN, 1, null).next();
        String unordered = questions.page(Filter.ALL, Order.NONE, 1, null).next();
        Filter other = new Filter(TimeRange.ALL.from(1), TimeRange.ALL, "");
        refused("another question", questions, other, Order.FIRST_SEEN, byFirst);
        refused("another question", questions, Filter.ALL, Order.LAST_SEEN, byFirst);
        refused("another question", questions, Filter.ALL, Order.NONE, byFirst);
        refused("another question", questions, other, Order.NONE, unordered);
        Questions restarted = new Questions(tableOf(events));
        refused("begin again", restarted, Filter.ALL, Order.NONE, unordered);
        Page next = restarted.page(Filter.ALL, Order.FIRST_SEEN, 1, byFirst);
        assertEquals(List.of(Summary.of("b", 2, 2)), next.users());
        assertNull(next.next());
    }

    @Test
    void aForgedPlaceIsRefused() {
        Questions questions = new Questions(tableOf(List.of(new Event("a", 1), new Event("b", 2))));
        byte[] cursor =
                java.util.Base64.getUrlDecoder()
                        .decode(questions.page(Filter.ALL, Order.NONE, 1, null).next());
        cursor[cursor.length - 1]++;
        String forged = java.util.Base64.getUrlEncoder().encodeToString(cursor);
        refused("another question", questions, Filter.ALL, Order.NONE, forged);
    }

    private static void refused(
            String why, Questions questions, Filter filter, Order order, String cursor) {
        InvalidQueryException e =
                assertThrows(
                        InvalidQueryException.class,
                        () -> questions.page(filter, order, 1, cursor));
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }

    /** Of many users few match, so that a page is made of several stretches of the table. */
    @Test
    void aPageOverSeveralStretchesHasNoMoreThanWasAskedFor() {
        SummaryTable table = new SummaryTable();
        for (int i = 0; i < 20_000; i++) {
            join(table, (i % 500 == 0 ? "rare-" : "often-") + i, i);
        }
        Filter filter = new Filter(TimeRange.ALL, TimeRange.ALL, "rare-");
        assertEquals(40, allPages(new Questions(table), filter, Order.NONE, 15).size());
    }

    @Test
    void aHistogramCountsWhoMatchesByTheTimeThatIsAskedFor() {
        SummaryTable table = new SummaryTable();
        join(table, "a", 0);
        join(table, "a", 7_200);
        join(table, "b", 3_600);
        Filter filter = new Filter(TimeRange.ALL, TimeRange.ALL, "a");
        Questions questions = new Questions(table);
        ZoneId utc = ZoneId.of("UTC");
        assertEquals(
                List.of(new Histogram.Count(0, 1)),
                questions.histogram(filter, true, Bucket.HOUR, utc).counts());
        assertEquals(
                List.of(new Histogram.Count(7_200, 1)),
                questions.histogram(filter, false, Bucket.HOUR, utc).counts());
    }

    private static List<Summary> allPages(
            Questions questions, Filter filter, Order order, int limit) {
        List<Summary> all = new ArrayList<>();
        String cursor = null;
        do {
            Page page = questions.page(filter, order, limit, cursor);
            assertTrue(page.users().size() <= limit);
            all.addAll(page.users());
            cursor = page.next();
            assertFalse(order != Order.NONE && cursor != null && page.users().size() < limit);
        } while (cursor != null);
        return all;
    }

    private static List<Summary> expected(Collection<Summary> table, Filter filter, Order order) {
        ToLongFunction<Summary> value =
                order.toString().endsWith("firstSeen") ? Summary::firstSeen : Summary::lastSeen;
        Comparator<Summary> byValue = Comparator.comparingLong(value);
        if (order.toString().startsWith("-")) {
            byValue = byValue.reversed();
        }
        return table.stream()
                .filter(user -> isIn(filter.firstSeen(), user.firstSeen()))
                .filter(user -> isIn(filter.lastSeen(), user.lastSeen()))
                .filter(user -> user.userId().startsWith(filter.prefix()))
                .sorted(byValue.thenComparing(Summary::userIdBytes, Arrays::compareUnsigned))
                .toList();
    }

    private static Map<String, Summary> fold(List<Event> events) {
        Map<String, Summary> table = new HashMap<>();
        for (Event event : events) {
            long t = event.timestamp();
            table.merge(
                    event.userId(),
                    Summary.of(event.userId(), t, t),
                    (a, b) ->
                            Summary.of(
                                    a.userId(),
                                    Math.min(a.firstSeen(), t),
                                    Math.max(a.lastSeen(), t)));
        }
        return table;
    }

    private static boolean isIn(TimeRange range, long second) {
        return range.least() <= second && second <= range.most();
    }

    private static SummaryTable tableOf(List<Event> events) {
        SummaryTable table = new SummaryTable();
        events.forEach(event -> join(table, event.userId(), event.timestamp()));
        return table;
    }

    private static void join(SummaryTable table, String userId, long timestamp) {
        byte[] bytes = userId.getBytes(UTF_8);
        Intervals one = new Intervals(1);
        one.add(bytes, 0, bytes.length, timestamp, timestamp);
        table.join(one);
    }
}
