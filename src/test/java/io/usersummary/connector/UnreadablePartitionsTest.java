package io.usersummary.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** By a clock that the test turns on. */
class UnreadablePartitionsTest {

    private static final TopicPartition ONE = new TopicPartition("input", 0);
    private static final TopicPartition OTHER = new TopicPartition("input", 1);
    private static final Set<TopicPartition> BOTH = Set.of(ONE, OTHER);
    private static final Node NODE = new Node(1, "localhost", 9092);

    private long now = 5_000_000_000L;
    private final List<LostOffsets> lost = new ArrayList<>();
    private final ChannelHealth health = new ChannelHealth("events", lost::add);
    private final MockConsumer<ByteBuffer, ByteBuffer> consumer = new MockConsumer<>("none");
    private final UnreadablePartitions unreadable =
            new UnreadablePartitions("events", Set.of("input-1@20"), health, () -> now);

    @BeforeEach
    void assign() {
        consumer.assign(BOTH);
        consumer.seek(ONE, 7);
        consumer.seek(OTHER, 20);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static KafkaException damaged(TopicPartition partition) {
        return new KafkaException(
                "Received exception when fetching the next record from " + partition,
                new KafkaException("in vain", new CorruptRecordException("the record is corrupt")));
    }

    private static ConsumerRecords<ByteBuffer, ByteBuffer> records(
            TopicPartition partition, long offset) {
        return new ConsumerRecords<>(
                Map.of(
                        partition,
                        List.of(
                                new ConsumerRecord<>(
                                        partition.topic(),
                                        partition.partition(),
                                        offset,
                                        null,
                                        ByteBuffer.allocate(1)))),
                Map.of());
    }

    private String readiness() {
        return Reported.readiness(health);
    }

    @Test
    void damagedPartitionIsLeftAloneForTenSecondsAndReadyOnceItIsReadAfterAll() {
        assertEquals(Set.of(), unreadable.toLeaveAlone(BOTH));
        assertTrue(unreadable.noted(consumer, damaged(ONE)));
        assertEquals(
                "partition input-0, offset 7 cannot be read: the record is corrupt (other"
                        + " partitions are read; to step over it:"
                        + " mp.messaging.incoming.events.step-over=input-0@7)",
                readiness());
        pass(Duration.ofSeconds(10).minusNanos(1));
        assertEquals(Set.of(ONE), unreadable.toLeaveAlone(BOTH));
        pass(Duration.ofNanos(1));
        assertEquals(Set.of(), unreadable.toLeaveAlone(BOTH));
        unreadable.read(records(OTHER, 20));
        assertFalse(readiness().equals("UP"));
        unreadable.read(records(ONE, 7));
        assertEquals("UP", readiness());
        assertEquals(List.of(), lost);
    }

    @Test
    void isNoMatterOfWhoeverHasItNoMore() {
        unreadable.noted(consumer, damaged(ONE));
        assertEquals(Set.of(), unreadable.toLeaveAlone(Set.of(OTHER)));
        assertEquals(Set.of(), unreadable.toLeaveAlone(BOTH));
    }

    @Test
    void whatIsAboutNoPartitionThatIsReadIsNotNoted() {
        assertFalse(unreadable.noted(consumer, new KafkaException("no route")));
        assertFalse(unreadable.noted(consumer, new KafkaException((String) null)));
        assertFalse(unreadable.noted(consumer, damaged(new TopicPartition("other", 0))));
        assertFalse(unreadable.noted(consumer, damaged(new TopicPartition("input", 11))));
        assertEquals("UP", readiness());
    }

    @Test
    void placeThatIsNamedIsSteppedOverUpToTheNextRecord() {
        assertTrue(unreadable.noted(consumer, damaged(OTHER)));
        assertTrue(unreadable.noted(consumer, damaged(OTHER)));
        assertEquals(22, consumer.position(OTHER));
        assertEquals(Set.of(), unreadable.toLeaveAlone(BOTH));
        assertEquals(List.of(), lost);
        unreadable.read(records(OTHER, 25));
        assertEquals(List.of(new LostOffsets("events", OTHER, 20, 25, true)), lost);
        unreadable.read(records(OTHER, 26));
        assertEquals(1, lost.size());
    }

    @Test
    void partitionThatIsSteppedOverToItsEndHasMovedAfterTenSeconds() {
        unreadable.noted(consumer, damaged(OTHER));
        pass(Duration.ofSeconds(6));
        unreadable.noted(consumer, damaged(OTHER));
        pass(Duration.ofSeconds(10));
        assertEquals(Map.of(), unreadable.moved());
        pass(Duration.ofNanos(1));
        assertEquals(Map.of(OTHER, new OffsetAndMetadata(22)), unreadable.moved());
        assertEquals(List.of(new LostOffsets("events", OTHER, 20, 22, true)), lost);
        assertEquals(Map.of(), unreadable.moved());
        assertEquals("UP", readiness());
    }

    /** Records were deleted meanwhile, and reading went on behind them. */
    @Test
    void nothingIsSaidAnyMoreOfADamageThatLiesBeforeWhatIsSteppedOver() {
        consumer.seek(OTHER, 7);
        unreadable.noted(consumer, damaged(OTHER));
        assertFalse(readiness().equals("UP"));
        consumer.seek(OTHER, 20);
        unreadable.noted(consumer, damaged(OTHER));
        pass(Duration.ofSeconds(11));
        unreadable.moved();
        assertEquals("UP", readiness());
    }

    private static PartitionInfo led(int partition, Node leader) {
        return new PartitionInfo("input", partition, leader, new Node[0], new Node[0]);
    }

    @Test
    void looksForLeadersEveryTwoSeconds() {
        consumer.updatePartitions("input", List.of(led(0, null), led(1, NODE), led(2, null)));
        pass(Duration.ofSeconds(2).minusNanos(1));
        unreadable.look(consumer);
        assertEquals("UP", readiness());
        pass(Duration.ofNanos(1));
        unreadable.look(consumer);
        assertEquals("partition input-0 has no leader among the brokers", readiness());
        unreadable.noted(consumer, damaged(ONE));
        assertTrue(readiness().contains("; partition input-0, offset 7"), readiness());
        consumer.updatePartitions("input", List.of(led(0, NODE), led(1, NODE), led(2, null)));
        unreadable.look(consumer);
        assertTrue(readiness().contains("leader"), readiness());
        pass(Duration.ofSeconds(2));
        unreadable.look(consumer);
        assertFalse(readiness().contains("leader"), readiness());
    }

    @Test
    void recordThatIsLargerThanAnyMayBeIsThrownOnUnlessItIsSteppedOver() {
        KafkaException tooLarge =
                new KafkaException(
                        "Error deserializing value for partition input-1 at offset 20",
                        new PollBudget.TooLargeException(1L << 30));
        assertTrue(unreadable.noted(consumer, tooLarge));
        KafkaException ofTheOther =
                new KafkaException(
                        "Error deserializing value for partition input-0 at offset 7",
                        new PollBudget.TooLargeException(1L << 30));
        assertThrows(KafkaException.class, () -> unreadable.noted(consumer, ofTheOther));
    }
}
