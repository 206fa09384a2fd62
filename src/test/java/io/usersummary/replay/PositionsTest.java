package io.usersummary.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class PositionsTest {

    private static final Uuid TOPIC = Uuid.randomUuid();
    private static final Filter ALL = Filter.of(List.of());
    private static final Filter AGAIN = Filter.of(List.of("--again"));
    private static final Filter SOME = Filter.of(List.of("--reason=some"));

    private static Positions positions(OffsetAndMetadata commit) {
        return Positions.of(TOPIC, commit);
    }

    @Test
    void coverWhatAnEarlierRunHasSentBack() {
        Positions positions = positions(null);
        positions.reach(ALL, 10);
        Positions next = positions(positions.commit());
        assertTrue(next.cover(Letters.letter(9, "reason", 0)));
        assertFalse(next.cover(Letters.letter(10, "reason", 0)));
        assertFalse(next.cover(Letters.letter(9, "reason", 1)));
    }

    @Test
    void knowOfEachFilterHowFarItCame() {
        Positions positions = positions(null);
        positions.reach(SOME, 10);
        positions.reach(AGAIN, 5);
        Positions next = positions(positions.commit());
        assertTrue(next.cover(Letters.letter(9, "some reason", 0)));
        assertFalse(next.cover(Letters.letter(9, "other reason", 0)));
        assertTrue(next.cover(Letters.letter(4, "other reason", 1)));
        assertEquals(10, positions.commit().offset());
    }

    @Test
    void neverGoBackBehindAnEarlierRun() {
        Positions positions = positions(null);
        positions.reach(ALL, 10);
        positions.reach(ALL, 5);
        assertTrue(positions.cover(Letters.letter(9, "reason", 0)));
    }

    @Test
    void ofATopicThatWasMadeAnewCoverNothing() {
        Positions positions = positions(null);
        positions.reach(ALL, 10);
        Positions next = Positions.of(Uuid.randomUuid(), positions.commit());
        assertFalse(next.cover(Letters.letter(9, "reason", 0)));
    }

    @Test
    void passOverWhatTheyDoNotUnderstand() {
        String metadata = TOPIC + "\n12\t--unknown\nx\n\n9\t--reason=some";
        Positions positions = positions(new OffsetAndMetadata(12, metadata));
        assertTrue(positions.cover(Letters.letter(8, "some reason", 0)));
        assertFalse(positions.cover(Letters.letter(8, "other reason", 0)));
    }

    @Test
    void forgetTheOldestFiltersWhereTheBrokerHasNoRoomForAll() {
        Positions positions = positions(null);
        for (int i = 0; i < 1_000; i++) {
            positions.reach(Filter.of(List.of("--reason=filter number " + i)), 10);
        }
        OffsetAndMetadata commit = positions.commit();
        assertTrue(commit.metadata().length() <= 4_000);
        assertFalse(positions(commit).cover(Letters.letter(1, "filter number 0", 0)));
        assertTrue(positions(commit).cover(Letters.letter(1, "filter number 999", 0)));
    }
}
