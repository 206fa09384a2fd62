package io.usersummary.summary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
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

    private static Intervals interval(String userId, long first, long last) {
        byte[] bytes = ("<" + userId + ">").getBytes(UTF_8);
        Intervals one = new Intervals(0);
        one.add(bytes, 1, bytes.length - 2, first, last);
        return one;
    }

    private static void join(SummaryTable table, String userId, long first, long last) {
        table.join(interval(userId, first, last));
    }

    private static void publish(SummaryTable table, String userId, long first, long last) {
        join(table, userId, first, last);
        table.takeChanged();
    }

    private static void published(SummaryTable table, String userId, long first, long last) {
        table.joinPublished(interval(userId, first, last));
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
        table.takeChanged();
        events.forEach(e -> join(table, e.userId, e.timestamp, e.timestamp));
        assertEquals(List.of(), table.takeChanged().summaries());
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

    /** Of ids of nine bytes, as the example's are; at whatever number of users one looks. */
    @Test
    void takesLessThanFortyBytesAUser() {
        SummaryTable table = new SummaryTable();
        Intervals block = new Intervals(256);
        for (int i = 1; i <= 1_200_000; i++) {
            byte[] userId = "j%08d".formatted(i).getBytes(UTF_8);
            block.add(userId, 0, userId.length, i, i);
            if (block.isLarge()) {
                table.join(block);
                block.clear();
                table.takeChanged();
                if (i > 500_000) {
                    assertTrue(
                            table.bytes() < 40L * table.users(),
                            table.bytes() + " bytes for " + table.users());
                }
            }
        }
    }

    @Test
    void takesNoMoreOfItWhenMoreUsersWereExpectedThanCame() {
        SummaryTable table = new SummaryTable();
        table.expectUsers(20_000_000);
        for (int i = 0; i < 400_000; i++) {
            join(table, "j%08d".formatted(i), i, i);
            table.takeChanged();
        }
        table.trim();
        assertTrue(table.bytes() < 40L * table.users(), table.bytes() + " bytes");
    }

    @Test
    void refusesATimeThatItCannotKeep() {
        SummaryTable table = new SummaryTable();
        join(table, "a", 0, SummaryTable.MAX_TIME);
        assertEquals(Summary.of("a", 0, SummaryTable.MAX_TIME), find(table, "a"));
        for (long time : new long[] {-1, SummaryTable.MAX_TIME + 1, Long.MAX_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> join(table, "a", time, time));
        }
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
        publish(table, "a", 5, 9);
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
        published(table, "a", 3, 7);
        assertEquals(Summary.of("a", 3, 9), find(table, "a"));
        assertEquals(1, table.unconfirmed());
    }

    @Test
    void findsThoseUnconfirmedSinceARoundAndNotThoseOfLater() {
        SummaryTable table = new SummaryTable();
        publish(table, "old", 1, 1);
        publish(table, "confirmed", 1, 1);
        publish(table, "publishedAgain", 1, 1);
        publish(table, "forgotten", 1, 1);
        int round = table.endRound();
        published(table, "confirmed", 1, 1);
        publish(table, "publishedAgain", 1, 2);
        publish(table, "new", 1, 1);
        table.forget("forgotten".getBytes(UTF_8));
        assertEquals(Set.of("old"), unconfirmedUpTo(table, round));
        assertEquals(
                Set.of("old", "publishedAgain", "new"), unconfirmedUpTo(table, table.endRound()));
    }

    @Test
    void nobodyWaitsToBeConfirmedWhoIsForgotten() {
        SummaryTable table = new SummaryTable();
        publish(table, "a", 1, 1);
        assertTrue(table.isUnconfirmed("a".getBytes(UTF_8)));
        assertEquals(1, table.unconfirmed());
        table.forget("a".getBytes(UTF_8));
        assertFalse(table.isUnconfirmed("a".getBytes(UTF_8)));
        assertEquals(0, table.unconfirmed());
    }

    private static Set<String> unconfirmedUpTo(SummaryTable table, int round) {
        Walk walk = Walk.inPartsOf(2);
        while (!walk.isOver()) {
            table.changeUnconfirmed(round, walk);
        }
        return table.takeChanged().summaries().stream().map(Summary::userId).collect(toSet());
    }

    @Test
    void userWhoIsToBePublishedAnywayIsNotRepaired() {
        SummaryTable table = new SummaryTable();
        publish(table, "a", 1, 1);
        join(table, "a", 1, 2);
        assertEquals(0, table.changeUnconfirmed(table.endRound(), Walk.inPartsOf(10)));
        assertEquals(List.of(Summary.of("a", 1, 2)), table.takeChanged().summaries());
    }

    @Test
    void changedUsersAreTakenOnceInTheOrderInWhichTheyChanged() {
        SummaryTable table = new SummaryTable();
        Intervals block = new Intervals(9);
        for (String user : List.of("b", "a", "b", "c")) {
            block.add(user.getBytes(UTF_8), 0, 1, 3, 3);
        }
        table.join(block);
        assertEquals(3, table.changedUsers());
        assertEquals(3, table.changedUserIdBytes());
        assertEquals(
                List.of(Summary.of("b", 3, 3), Summary.of("a", 3, 3), Summary.of("c", 3, 3)),
                table.takeChanged().summaries());
        assertEquals(0, table.changedUsers());
        assertEquals(0, table.changedUserIdBytes());
    }

    @Property(tries = 200)
    void walkMeetsWhoIsThereAllTheTimeExactlyOnceWhateverChangesMeanwhile(
            @ForAll("events") List<Seen> events,
            @ForAll("events") List<Seen> meanwhile,
            @ForAll Random random) {
        SummaryTable table = table(events);
        List<String> users = new ArrayList<>(byDefinition(events).keySet());
        Set<String> stay = new HashSet<>(users.subList(0, users.size() / 2));
        List<String> leave = new ArrayList<>(users.subList(users.size() / 2, users.size()));
        List<String> met = new ArrayList<>();
        Walk walk = Walk.inPartsOf(1 + random.nextInt(5));
        int next = 0;
        while (!walk.isOver()) {
            table.show(
                    walk,
                    (bytes, offset, length, first, last) ->
                            met.add(new String(bytes, offset, length, UTF_8)));
            if (!leave.isEmpty() && random.nextBoolean()) {
                table.forget(leave.remove(0).getBytes(UTF_8));
            } else if (next < meanwhile.size()) {
                Seen seen = meanwhile.get(next++);
                join(table, seen.userId, seen.timestamp, seen.timestamp);
            }
        }
        met.retainAll(stay);
        assertEquals(stay.size(), met.size());
        assertEquals(stay, new HashSet<>(met));
    }

    /** Rows of all lengths, so that parts and chunks of the table end anywhere. */
    @Property(tries = 20)
    void walkOverSeveralChunksMeetsEverybodyOnceInPartsOfAnySize(@ForAll Random random) {
        SummaryTable table = new SummaryTable();
        Map<String, Long> expected = new HashMap<>();
        for (int i = 0; i < 600; i++) {
            String userId = i + "x".repeat(random.nextInt(i % 20 == 0 ? 32_760 : 8_000));
            join(table, userId, i, i);
            expected.put(userId, (long) i);
        }
        List<String> users = List.copyOf(expected.keySet());
        for (int i = 0; i < 50; i++) {
            String userId = users.get(i);
            assertTrue(table.forget(userId.getBytes(UTF_8)));
            expected.remove(userId);
        }
        assertTrue(table.bytes() >= 2 << 20);
        for (int most : List.of(1, 7, Integer.MAX_VALUE)) {
            Map<String, Long> met = new HashMap<>();
            Walk walk = Walk.inPartsOf(most);
            while (!walk.isOver()) {
                table.show(
                        walk,
                        (bytes, offset, length, first, last) -> {
                            String userId = new String(bytes, offset, length, UTF_8);
                            assertNull(met.put(userId, last), "met twice");
                            return random.nextInt(3) > 0;
                        });
            }
            assertEquals(expected, met);
        }
        Map<String, Long> met = new HashMap<>();
        Walk walk = Walk.from(0);
        while (!walk.isOver()) {
            walk = Walk.from(walk.place());
            table.show(
                    walk,
                    (bytes, offset, length, first, last) -> {
                        String userId = new String(bytes, offset, length, UTF_8);
                        assertNull(met.put(userId, last), "met twice");
                        return true;
                    });
        }
        assertEquals(expected, met);
    }

    /** Who is changed and not taken yet is noted, in eight bytes at least. */
    @Test
    void saysWhatItTakesOfMemory() {
        SummaryTable changed = new SummaryTable();
        SummaryTable unchanged = new SummaryTable();
        long empty = changed.bytes();
        Intervals block = new Intervals(1);
        for (int i = 0; i < 100_000; i++) {
            byte[] id = Integer.toString(100_000_000 + i).getBytes(UTF_8);
            block.clear();
            block.add(id, 0, id.length, i, i);
            changed.join(block);
            unchanged.joinPublished(block);
        }
        long table = unchanged.bytes() - empty;
        assertTrue(table > 25 * 100_000 && table < 60 * 100_000, table + " bytes");
        long notes = changed.bytes() - unchanged.bytes();
        assertTrue(notes >= 8 * 100_000 && notes <= 16 * 100_000, notes + " bytes");
    }

    @Test
    void everybodyIsExpectedInOneStretchWhereThatIsLongEnough() {
        SummaryTable table = new SummaryTable();
        for (String user : List.of("a", "b", "c")) {
            published(table, user, 1, 2);
        }
        assertEquals(0, table.unconfirmed());
        table.expectAll(Walk.inPartsOf(1_000));
        assertEquals(3, table.unconfirmed());
    }

    @Test
    void roomOfAForgottenUserIsUsedAgain() {
        SummaryTable table = new SummaryTable();
        for (int i = 0; i < 100_000; i++) {
            join(table, "user%06d".formatted(i), i, i);
        }
        table.takeChanged();
        long bytes = table.bytes();
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 100_000; i++) {
                assertTrue(table.forget("user%06d".formatted(i).getBytes(UTF_8)));
                join(table, "user%06d".formatted(i), i, i + round);
            }
            table.takeChanged();
        }
        assertEquals(bytes, table.bytes());
        assertEquals(Summary.of("user000007", 7, 16), find(table, "user000007"));
    }

    @Test
    void refusesAUserIdThatDoesNotFitARowByName() {
        SummaryTable table = new SummaryTable();
        TableFullException refusal =
                assertThrows(TableFullException.class, () -> join(table, "x".repeat(32_768), 1, 1));
        assertEquals(
                "A userId of 32,768 bytes does not fit a row, which holds 32,767",
                refusal.getMessage());
        assertEquals(0, table.users());
    }

    @Test
    void whoIsNotConfirmedAgainAfterRecordsWereLostIsPublishedAgain() {
        SummaryTable table = new SummaryTable();
        for (String user : List.of("kept", "lost", "lost in part")) {
            publish(table, user, 1, 9);
            published(table, user, 1, 9);
        }
        assertEquals(0, table.unconfirmed());
        for (Walk walk = Walk.inPartsOf(2); !walk.isOver(); ) {
            table.expectAll(walk);
        }
        published(table, "kept", 1, 9);
        published(table, "lost in part", 1, 5);
        assertEquals(2, table.changeUnconfirmed(table.endRound(), Walk.inPartsOf(1_000)));
        assertEquals(
                List.of(Summary.of("lost", 1, 9), Summary.of("lost in part", 1, 9)),
                table.takeChanged().summaries());
    }
}
