package io.usersummary.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepositioningTest {

    private static final TopicPartition ONE = new TopicPartition("input", 0);
    private static final TopicPartition OTHER = new TopicPartition("input", 1);
    private static final long BEGIN = 3;
    private static final long END = 50;

    private final OffsetTracker tracker = new OffsetTracker();
    private final List<LostOffsets> lost = new ArrayList<>();
    private final MockConsumer<ByteBuffer, ByteBuffer> consumer = new MockConsumer<>("none");

    @BeforeEach
    void assign() {
        consumer.assign(Set.of(ONE, OTHER));
        consumer.updateBeginningOffsets(Map.of(ONE, BEGIN, OTHER, BEGIN));
        consumer.updateEndOffsets(Map.of(ONE, END, OTHER, END));
        consumer.seek(ONE, 20);
        consumer.seek(OTHER, 20);
        tracker.assigned(Set.of(ONE, OTHER));
    }

    private Repositioning repositioning(OffsetReset reset) {
        return new Repositioning(reset, tracker, new ChannelHealth("events", lost::add));
    }

    private void reposition(OffsetReset reset, InvalidOffsetException reason) {
        repositioning(reset).reposition(consumer, reason);
    }

    /** Of which partitions it counts no more what was read before. */
    private Set<TopicPartition> forgotten(OffsetTracker.Polled before) {
        before.acknowledged();
        Set<TopicPartition> forgotten = new HashSet<>(Set.of(ONE, OTHER));
        forgotten.removeAll(tracker.toCommit("").keySet());
        return forgotten;
    }

    private OffsetTracker.Polled polled() {
        OffsetAndMetadata next = new OffsetAndMetadata(20);
        OffsetTracker.Polled polled = tracker.polled(Map.of(ONE, next, OTHER, next));
        polled.emitted();
        return polled;
    }

    @Test
    void whatWasDeletedBeforeItWasReadIsSaidAndTheEarliestThatIsLeftIsRead() {
        OffsetTracker.Polled before = polled();
        reposition(OffsetReset.LATEST, new OffsetOutOfRangeException(Map.of(ONE, 1L)));
        assertEquals(List.of(new LostOffsets("events", ONE, 1, BEGIN, false)), lost);
        assertEquals(BEGIN, consumer.position(ONE));
        assertEquals(20, consumer.position(OTHER));
        assertEquals(Set.of(ONE), forgotten(before));
    }

    @Test
    void nothingIsLostOfAPartitionThatEndsBeforeWhereItWasRead() {
        reposition(
                OffsetReset.LATEST, new OffsetOutOfRangeException(Map.of(ONE, 100L, OTHER, BEGIN)));
        assertEquals(List.of(), lost);
        assertEquals(BEGIN, consumer.position(ONE));
        assertEquals(BEGIN, consumer.position(OTHER));
    }

    @Test
    void truncatedPartitionIsReadFromWhereItDivergesOrFromItsBeginningIfNobodyKnowsThat() {
        OffsetTracker.Polled before = polled();
        reposition(
                OffsetReset.LATEST,
                new LogTruncationException(
                        Map.of(ONE, 20L, OTHER, 20L), Map.of(ONE, new OffsetAndMetadata(15))));
        assertEquals(15, consumer.position(ONE));
        assertEquals(BEGIN, consumer.position(OTHER));
        assertEquals(List.of(), lost);
        assertEquals(Set.of(ONE, OTHER), forgotten(before));
    }

    private static InvalidOffsetException withoutOffset() {
        return new NoOffsetForPartitionException(Set.of(ONE));
    }

    @Test
    void newGroupBeginsWhereItIsToldTo() {
        reposition(OffsetReset.EARLIEST, withoutOffset());
        assertEquals(BEGIN, consumer.position(ONE));
        reposition(OffsetReset.LATEST, withoutOffset());
        assertEquals(END, consumer.position(ONE));
        assertEquals(END, tracker.toCommit("").get(ONE).offset(), "so that it is no new one again");
    }

    @Test
    void groupThatHasAnOffsetReadsWhatIsAddedToTheTopicFromItsBeginning() {
        consumer.commitSync(Map.of(OTHER, new OffsetAndMetadata(20)));
        reposition(OffsetReset.LATEST, withoutOffset());
        assertEquals(BEGIN, consumer.position(ONE));
    }

    @Test
    void groupThatHasReadOnceIsNotNewAnyMore() {
        Repositioning repositioning = repositioning(OffsetReset.LATEST);
        repositioning.reposition(consumer, withoutOffset());
        assertEquals(END, consumer.position(ONE));
        repositioning.reposition(consumer, withoutOffset());
        assertEquals(BEGIN, consumer.position(ONE));
    }

    @Test
    void topicThatIsMadeAgainIsReadFromItsBeginning() {
        OffsetTracker.Polled before = polled();
        Repositioning repositioning = repositioning(OffsetReset.LATEST);
        repositioning.recreated(Set.of(ONE));
        assertEquals(Set.of(ONE), forgotten(before));
        repositioning.reposition(consumer, withoutOffset());
        assertEquals(BEGIN, consumer.position(ONE));
    }

    @Test
    void whatNobodyKnowsIsNoneOfItsBusiness() {
        InvalidOffsetException unknown =
                new InvalidOffsetException("another one") {
                    @Override
                    public Set<TopicPartition> partitions() {
                        return Set.of(ONE);
                    }
                };
        assertThrows(InvalidOffsetException.class, () -> reposition(OffsetReset.EARLIEST, unknown));
        assertEquals(20, consumer.position(ONE));
    }
}
