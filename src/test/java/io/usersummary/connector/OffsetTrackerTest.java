package io.usersummary.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OffsetTrackerTest {

    private static final TopicPartition ONE = new TopicPartition("input", 0);
    private static final TopicPartition OTHER = new TopicPartition("input", 1);
    private static final int EPOCH = 3;

    private final OffsetTracker tracker = new OffsetTracker();

    @BeforeEach
    void assign() {
        tracker.assigned(List.of(ONE, OTHER));
    }

    private static OffsetAndMetadata at(long offset) {
        return new OffsetAndMetadata(offset, Optional.of(EPOCH), "");
    }

    private OffsetTracker.Polled emitted(long offset) {
        OffsetTracker.Polled polled = tracker.polled(Map.of(ONE, at(offset)));
        polled.emitted();
        return polled;
    }

    private static OffsetAndMetadata commit(long offset, Integer epoch) {
        return new OffsetAndMetadata(offset, Optional.ofNullable(epoch), "id");
    }

    @Test
    void whatIsCommittedIsNotToBeCommittedAgain() {
        assertTrue(tracker.isCommitted());
        emitted(5).acknowledged();
        assertFalse(tracker.isCommitted());
        assertEquals(Map.of(ONE, commit(5, EPOCH)), tracker.toCommit("id"));
        tracker.committed(tracker.toCommit("id"));
        assertEquals(Map.of(), tracker.toCommit("id"));
        assertTrue(tracker.isCommitted());
    }

    @Test
    void allIsCommittedOnlyWhenAllPartitionsAre() {
        OffsetTracker.Polled polled = tracker.polled(Map.of(ONE, at(5), OTHER, at(7)));
        polled.emitted();
        polled.acknowledged();
        tracker.committed(Map.of(ONE, at(5)));
        assertFalse(tracker.isCommitted());
        tracker.committed(Map.of(OTHER, at(7)));
        assertTrue(tracker.isCommitted());
    }

    @Test
    void whatAnOlderCommitAnswersLateTakesNothingBack() {
        emitted(9).acknowledged();
        tracker.committed(Map.of(ONE, at(9)));
        tracker.committed(Map.of(ONE, at(5)));
        assertTrue(tracker.isCommitted());
    }

    /** The commit was under way when its partition was read from the beginning again. */
    @Test
    void commitOfWhatWasReadBeforeANewStartDoesNotCountForWhatIsReadSince() {
        emitted(9).acknowledged();
        tracker.restarted(ONE);
        tracker.committed(Map.of(ONE, at(9)));
        emitted(4).acknowledged();
        assertEquals(Map.of(ONE, commit(4, EPOCH)), tracker.toCommit("id"));
    }

    @Test
    void commitOfAPartitionThatIsGoneMeanwhileIsNoMatter() {
        emitted(9).acknowledged();
        tracker.drop(List.of(ONE));
        tracker.committed(Map.of(ONE, at(9)));
        assertEquals(Map.of(), tracker.toCommit("id"));
    }

    @Test
    void nothingIsLeftOfPartitionsThatAreAllDropped() {
        emitted(9).acknowledged();
        tracker.dropAll();
        assertEquals(Map.of(), tracker.toCommit("id"));
    }

    @Test
    void leaderEpochIsThatOfTheEndOfThePollAndOfNoOtherPlace() {
        OffsetTracker.Polled polled = emitted(9);
        polled.acknowledged(Map.of(ONE, 6L, OTHER, 2L));
        assertEquals(Map.of(ONE, commit(6, null)), tracker.toCommit("id"));
        polled.acknowledged(Map.of(ONE, 9L));
        assertEquals(Map.of(ONE, commit(9, EPOCH)), tracker.toCommit("id"));
    }
}
