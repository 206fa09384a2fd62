package io.usersummary.summary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SummaryTableTest {

    /** What one event says: this user, at this time. */
    record Seen(String userId, long timestamp) {}

    @Provide
    Arbitrary<List<Seen>> events() {
        Arbitrary<String> users = Arbitraries.strings().ofMinLength(1).ofMaxLength(20);
        Arbitrary<String> few = Arbitraries.of("a", "b", "c", "j11288090");
        return Combinators.combine(
                        Arbitraries.oneOf(users, few), Arbitraries.longs().between(0, 1_000))
                .as(Seen::new)
                .list()
                .ofMaxSize(200);
    }

    private static SummaryTable table(List<Seen> events) {
        SummaryTable table = new SummaryTable();
        events.forEach(event -> join(table, event.userId, event.timestamp, event.timestamp));
        return table;
    }

    private static long join(SummaryTable table, String userId, long first, long last) {
        byte[] bytes = ("<" + userId + ">").getBytes(UTF_8);
        return table.join(bytes, 1, bytes.length - 2, first, last);
    }

    private static Summary find(SummaryTable table, String userId) {
        return table.find(userId.getBytes(UTF_8));
    }

    private static void assertSays(SummaryTable table, Map<String, Summary> expected) {
        assertEquals(expected.size(), table.users());
        expected.forEach((userId, summary) -> assertEquals(summary, find(table, userId)));
    }

    /** The definition, by sorting: nothing of the table's own. */
    private static Map<String, Summary> byDefinition(List<Seen> events) {
        Map<String, List<Long>> times = new HashMap<>();
        events.forEach(
                e ->
                        times.computeIfAbsent(utf8(e.userId), u -> new ArrayList<>())
                                .add(e.timestamp));
        Map<String, Summary> expected = new HashMap<>();
        times.forEach(
                (userId, all) ->
                        expected.put(
                                userId,
                                Summary.of(userId, Collections.min(all), Collections.max(all))));
        return expected;
    }

    /** Half surrogate pairs do not survive UTF-8: to the table they are the same user. */
    private static String utf8(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }

    @Property
    void holdsMinimumAndMaximumOfEveryUser(@ForAll("events") List<Seen> events) {
        assertSays(table(events), byDefinition(events));
    }

    @Property
    void isTheSameAfterAnyShuffleAndAnyDuplication(
            @ForAll("events") List<Seen> events, @ForAll Random random) {
        List<Seen> again = new ArrayList<>(events);
        events.stream().filter(e -> random.nextBoolean()).forEach(again::add);
        Collections.shuffle(again, random);
        assertSays(table(again), byDefinition(events));
    }

    @Property
    void isTheSameHoweverTheEventsAreSharedOutBetweenReplicas(
            @ForAll("events") List<Seen> events, @ForAll Random random) {
        List<Seen> one = new ArrayList<>();
        List<Seen> other = new ArrayList<>();
        events.forEach(e -> (random.nextBoolean() ? one : other).add(e));
        SummaryTable joined = table(one);
        SummaryTable second = table(other);
        byDefinition(other)
                .keySet()
                .forEach(
                        userId -> {
                            Summary summary = find(second, userId);
                            join(joined, userId, summary.firstSeen(), summary.lastSeen());
                        });
        assertSays(joined, byDefinition(events));
    }

    @Property
    void learnsNothingFromWhatItKnows(@ForAll("events") List<Seen> events) {
        SummaryTable table = table(events);
        events.forEach(e -> assertTrue(join(table, e.userId, e.timestamp, e.timestamp) < 0));
    }

    @Property
    void forgetsOneUserAndNoOther(@ForAll("events") List<Seen> events, @ForAll Random random) {
        SummaryTable table = table(events);
        Map<String, Summary> expected = byDefinition(events);
        List<String> users = new ArrayList<>(expected.keySet());
        Collections.shuffle(users, random);
        for (String userId : users.subList(0, users.size() / 2)) {
            assertTrue(table.forget(userId.getBytes(UTF_8)));
            assertFalse(table.forget(userId.getBytes(UTF_8)));
            assertNull(find(table, userId));
            expected.remove(userId);
        }
        assertSays(table, expected);
    }

    @Test
    void growsToManyUsersAndLosesNone() {
        SummaryTable table = new SummaryTable();
        int users = 300_000;
        for (int i = 0; i < users; i++) {
            join(table, "j" + i, i, i + 7L);
        }
        assertEquals(users, table.users());
        for (int i = 0; i < users; i++) {
            assertEquals(Summary.of("j" + i, i, i + 7L), find(table, "j" + i));
        }
        assertNull(find(table, "j" + users));
    }

    @Test
    void keepsTheLongestUserId() {
        SummaryTable table = new SummaryTable();
        String longest = "x".repeat(32_767);
        for (int i = 0; i < 100; i++) {
            join(table, i + longest.substring(2), i, i);
        }
        join(table, longest, 1, 2);
        assertEquals(Summary.of(longest, 1, 2), find(table, longest));
    }

    @Test
    void aUserIsUnconfirmedUntilTheNewestRecordSaysAllThatIsKnown() {
        SummaryTable table = new SummaryTable();
        table.expect(join(table, "a", 5, 9));
        assertEquals(1, table.unconfirmed());
        published(table, "a", 5, 7);
        assertEquals(1, table.unconfirmed());
        published(table, "a", 5, 9);
        assertEquals(0, table.unconfirmed());
        published(table, "a", 6, 9);
        assertEquals(1, table.unconfirmed());
        assertEquals(Summary.of("a", 5, 9), find(table, "a"));
    }

    @Test
    void aRecordThatTeachesAndSaysLessLeavesTheUserUnconfirmed() {
        SummaryTable table = new SummaryTable();
        join(table, "a", 5, 9);
        assertTrue(published(table, "a", 3, 7));
        assertEquals(Summary.of("a", 3, 9), find(table, "a"));
        assertEquals(1, table.unconfirmed());
    }

    @Test
    void findsThoseUnconfirmedSinceARoundAndNotThoseOfLater() {
        SummaryTable table = new SummaryTable();
        table.expect(join(table, "old", 1, 1));
        table.expect(join(table, "confirmed", 1, 1));
        table.expect(join(table, "publishedAgain", 1, 1));
        table.expect(join(table, "forgotten", 1, 1));
        int round = table.endRound();
        published(table, "confirmed", 1, 1);
        table.expect(join(table, "publishedAgain", 1, 2));
        table.expect(join(table, "new", 1, 1));
        table.forget("forgotten".getBytes(UTF_8));
        assertEquals(Set.of("old"), unconfirmedUpTo(table, round));
        assertEquals(
                Set.of("old", "publishedAgain", "new"), unconfirmedUpTo(table, table.endRound()));
    }

    private static boolean published(SummaryTable table, String userId, long first, long last) {
        byte[] bytes = userId.getBytes(UTF_8);
        return table.joinPublished(bytes, 0, bytes.length, first, last);
    }

    private static Set<String> unconfirmedUpTo(SummaryTable table, int round) {
        Set<String> users = new HashSet<>();
        for (int part = 0; part < table.parts(); part++) {
            table.unconfirmedUpTo(round, part, row -> users.add(table.summary(row).userId()));
        }
        return users;
    }
}
