package io.usersummary.summary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowsTest {

    private static final int CHUNK = Rows.CHUNK;

    private final Rows rows = new Rows();

    private long add(String userId) {
        byte[] bytes = userId.getBytes(UTF_8);
        return rows.add(bytes, 0, bytes.length);
    }

    private boolean isOf(long row, String userId) {
        byte[] bytes = userId.getBytes(UTF_8);
        return rows.isOf(row, bytes, 0, bytes.length);
    }

    @Test
    void aNewRowIsWidenedByAnything() {
        long row = add("a");
        assertTrue(rows.widen(row, 5, 5));
        assertEquals(5, rows.first(row));
        assertEquals(5, rows.last(row));
        assertTrue(rows.widen(row, 3, 4));
        assertTrue(rows.widen(row, 4, 9));
        assertFalse(rows.widen(row, 3, 9));
        assertEquals(Summary.of("a", 3, 9), rows.summary(row));
    }

    @Test
    void timesDoNotDisturbEachOtherNorWhatFollowsThem() {
        long row = add("a");
        rows.round(row, 7);
        for (long time : new long[] {Rows.MAX_TIME, 1L << 32, 255, 0}) {
            rows.widen(row, time, time);
            assertEquals(time, rows.first(row));
            assertEquals(Rows.MAX_TIME, rows.last(row));
        }
        assertEquals(7, rows.round(row));
        assertTrue(isOf(row, "a"));
        assertFalse(rows.erased(row));
    }

    @Test
    void userIdsOfAnyLengthAreKeptAsTheyAre() {
        List<Long> added = new ArrayList<>();
        for (int length = 0; length < 600; length++) {
            added.add(add("x".repeat(length) + length));
            rows.widen(added.get(length), length, length);
        }
        int next = 0;
        for (long row = rows.begin(); row != -1; row = rows.next(row), next++) {
            assertEquals(added.get(next), row);
            assertTrue(isOf(row, "x".repeat(next) + next));
            assertEquals(Summary.of("x".repeat(next) + next, next, next), rows.summary(row));
        }
        assertEquals(600, next);
    }

    @Test
    void marksDoNotDisturbEachOther() {
        long row = add("a");
        rows.round(row, 7);
        assertTrue(rows.changed(row, true));
        assertFalse(rows.changed(row, true));
        assertEquals(7, rows.round(row));
        rows.round(row, 8);
        assertTrue(rows.changed(row, false));
        assertEquals(8, rows.round(row));
    }

    @Test
    void nothingIsLeftOfAnErasedUserAndTheRowIsAsNewForTheNext() {
        long row = add("somebody");
        rows.widen(row, 3, 9);
        rows.round(row, 7);
        rows.changed(row, true);
        rows.erase(row);
        assertTrue(rows.erased(row));
        assertFalse(isOf(row, "somebody"));
        assertEquals(0, rows.round(row));

        assertEquals(row, add("another1"));
        assertTrue(rows.widen(row, 5, 5));
        assertFalse(rows.erased(row));
        assertEquals(Summary.of("another1", 5, 5), rows.summary(row));
        assertEquals(0, rows.round(row));
        assertTrue(rows.changed(row, true));
    }

    @Test
    void erasedRowsOfOneSizeAreAllUsedAgain() {
        List<Long> erased = new ArrayList<>();
        for (String userId : List.of("abcd", "efgh", "ijkl")) {
            erased.add(add(userId));
        }
        add("a longer one");
        erased.forEach(rows::erase);
        List<Long> again = List.of(add("mnop"), add("qrst"), add("uvwx"));
        assertEquals(erased.stream().sorted().toList(), again.stream().sorted().toList());
    }

    @Test
    void theLinkOfAnErasedRowIsNoTimeOfTheNextUser() {
        List<Long> erased = List.of(add("abcd"), add("efgh"), add("ijkl"));
        erased.forEach(rows::erase);
        for (String userId : List.of("mnop", "qrst", "uvwx")) {
            long row = add(userId);
            rows.widen(row, 0, 0);
            assertEquals(Summary.of(userId, 0, 0), rows.summary(row));
        }
    }

    @Test
    void rowsOfManyChunksAreAllMetInTheOrderOfTheirPlaces() {
        List<Long> added = new ArrayList<>();
        for (int i = 0; added.size() < 200; i++) {
            added.add(add(String.format("%030000d", i)));
        }
        assertEquals(6L * CHUNK, rows.bytes());
        List<Long> met = new ArrayList<>();
        for (long row = rows.begin(); row != -1; row = rows.next(row)) {
            met.add(row);
        }
        assertEquals(added, met);
        for (int i = 0; i < added.size(); i++) {
            assertTrue(isOf(added.get(i), String.format("%030000d", i)));
        }
    }

    @Test
    void aChunkIsFilledToItsLastByte() {
        // 16 bytes of a row are before such a userId.
        String userId = "x".repeat(1_008);
        for (int i = 0; i < CHUNK / 1_024; i++) {
            add(userId);
        }
        add("x".repeat(CHUNK % 1_024 - 16));
        assertEquals(CHUNK, rows.bytes());
        long next = add(userId);
        assertEquals(2L * CHUNK, rows.bytes());
        assertTrue(isOf(next, userId));
    }

    @Test
    void thereAreNoBytesAndNoPlacesBeforeTheFirstUser() {
        assertEquals(0, rows.bytes());
        assertEquals(-1, rows.begin());
    }

    @Test
    void theLongestUserIdFitsAndALongerOneIsRefused() {
        String longest = "x".repeat(Rows.MAX_USER_ID_BYTES);
        assertTrue(isOf(add(longest), longest));
        assertThrows(TableFullException.class, () -> add(longest + "x"));
    }

    private boolean show(long row, SummaryVisitor visitor) {
        byte[] copy = new byte[rows.bytesFrom(row)];
        rows.copy(row, copy, copy.length);
        return Rows.show(copy, 0, visitor);
    }

    @Test
    void showsTheUserAndPassesOnWhetherThatIsEnough() {
        long row = add("a");
        rows.widen(row, 3, 9);
        assertTrue(
                show(
                        row,
                        (bytes, offset, length, first, last) ->
                                new String(bytes, offset, length, UTF_8).equals("a")
                                        && first == 3
                                        && last == 9));
        assertFalse(show(row, (bytes, offset, length, first, last) -> false));
    }
}
