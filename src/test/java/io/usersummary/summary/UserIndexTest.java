package io.usersummary.summary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class UserIndexTest {

    /** What is done to a user, with a hash that the test chooses. */
    record Step(boolean remove, int user, long hash) {}

    /**
     * Few users and few hashes, so that they collide: at the begin of a segment and at its end,
     * where a probe goes round.
     */
    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Long> tags =
                Arbitraries.of(0L, 1L, 0x4000_0000L, 0xC000_0000L, 0xFFFF_FFFEL, 0xFFFF_FFFFL);
        Arbitrary<Long> segments = Arbitraries.of(7L, 7L, 7L, 1_023L);
        return Combinators.combine(
                        Arbitraries.of(true, false, false),
                        Arbitraries.integers().between(0, 30),
                        tags,
                        segments)
                .as((remove, user, tag, segment) -> new Step(remove, user, tag << 32 | segment))
                .list()
                .ofMaxSize(200);
    }

    private static byte[] id(int user, long hash) {
        return (user + "-" + hash).getBytes(UTF_8);
    }

    @Property(tries = 2_000)
    void findsWhoIsThereAndNobodyElseWhateverCollides(@ForAll("steps") List<Step> steps) {
        Rows rows = new Rows();
        UserIndex index = new UserIndex(rows);
        Map<Step, Long> expected = new HashMap<>();
        for (Step step : steps) {
            byte[] id = id(step.user, step.hash);
            Step user = new Step(false, step.user, step.hash);
            if (step.remove) {
                long row = index.remove(step.hash, id, 0, id.length);
                assertEquals(expected.getOrDefault(user, 0L), row);
                if (expected.remove(user) != null) {
                    rows.erase(row);
                }
            } else {
                long row = index.findOrAdd(step.hash, id, 0, id.length);
                rows.widen(row, 1, 1);
                Long known = expected.putIfAbsent(user, row);
                assertTrue(known == null || known == row);
            }
            index.expect(step.user == 0 ? 1L << 20 : 0);
            if (step.user == 1) {
                index.trim((int) step.hash & UserIndex.SEGMENTS - 1);
            }
            assertEquals(expected.size(), index.users());
            for (Step one : steps) {
                byte[] other = id(one.user, one.hash);
                assertEquals(
                        expected.getOrDefault(new Step(false, one.user, one.hash), 0L),
                        index.find(one.hash, other, 0, other.length));
            }
        }
    }

    /** What is laid out anew at once is what somebody has to wait for. */
    @Test
    void growsInSmallSteps() {
        UserIndex index = new UserIndex(new Rows());
        int users = 400_000;
        add(index, 0, users);
        assertEquals(users, index.users());
        int largest = index.largestSegment();
        int each = users / UserIndex.SEGMENTS;
        assertTrue(largest > each && largest < 3 * each, "a segment of " + largest);
        assertTrue(index.bytes() < users * 14L, index.bytes() + " bytes");
    }

    @Test
    void isNoLargerThanItHasToBeForUsersWhoWereExpected() {
        UserIndex index = new UserIndex(new Rows());
        int users = 1_200_000;
        index.expect(users);
        add(index, 0, users);
        double slots = users / 0.75;
        assertTrue(index.bytes() > slots * Long.BYTES, index.bytes() + " bytes");
        assertTrue(index.bytes() < 1.15 * slots * Long.BYTES, index.bytes() + " bytes");
    }

    @Test
    void growsInLargeStepsTowardsWhatIsExpected() {
        UserIndex index = new UserIndex(new Rows());
        index.expect(20_000_000);
        int steps = 0;
        int before = index.largestSegment();
        for (int i = 0; i < 400_000; i++) {
            add(index, i, i + 1);
            if (index.largestSegment() > before) {
                assertTrue(index.largestSegment() <= 4 * before, "from " + before);
                before = index.largestSegment();
                steps++;
            }
        }
        // The smallest has 20 slots, the largest 28, and each of these sizes grows by itself.
        assertTrue(steps <= 9 * 3, steps + " steps");
    }

    @Test
    void givesBackWhatWasExpectedInVain() {
        UserIndex index = new UserIndex(new Rows());
        int users = 400_000;
        index.expect(20_000_000);
        add(index, 0, users);
        assertTrue(index.bytes() > users * 16L, index.bytes() + " bytes");
        for (int segment = 0; segment < UserIndex.SEGMENTS; segment++) {
            index.trim(segment);
        }
        assertTrue(index.bytes() < users * 14L, index.bytes() + " bytes");
        index.expect(0);
        add(index, 0, 2 * users);
        assertEquals(2 * users, index.users());
        assertTrue(index.bytes() < 2 * users * 15L, index.bytes() + " bytes");
    }

    private static void add(UserIndex index, int from, int to) {
        for (int i = from; i < to; i++) {
            byte[] id = id(i, i);
            index.findOrAdd(Hash.of(id, 0, id.length), id, 0, id.length);
        }
    }
}
