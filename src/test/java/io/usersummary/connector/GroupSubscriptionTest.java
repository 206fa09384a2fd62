package io.usersummary.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is committed, and when; on one thread, step by step. */
class GroupSubscriptionTest {

    private static final TopicPartition ONE = new TopicPartition("input", 0);
    private static final TopicPartition OTHER = new TopicPartition("input", 1);

    private final MockConsumer<ByteBuffer, ByteBuffer> consumer = new MockConsumer<>("earliest");
    private Uuid topicId = Uuid.randomUuid();
    private final List<Map<TopicPartition, OffsetAndMetadata>> told = new ArrayList<>();
    private final GroupSubscription subscription =
            new GroupSubscription(
                    "input",
                    Duration.ZERO,
                    OffsetReset.EARLIEST,
                    () -> Optional.of(topicId),
                    told::add,
                    new ChannelHealth("events", lost -> {}));

    @BeforeEach
    void assign() {
        consumer.updateBeginningOffsets(Map.of(ONE, 0L, OTHER, 0L));
        subscription.begin(consumer);
        consumer.rebalance(List.of(ONE, OTHER));
        consumer.poll(Duration.ZERO);
        subscription.betweenPolls(consumer, false);
    }

    /** A poll that read both partitions up to here. */
    private OffsetTracker.Polled emitted(long next) {
        OffsetTracker.Polled polled =
                subscription
                        .tracker()
                        .polled(
                                Map.of(
                                        ONE, new OffsetAndMetadata(next),
                                        OTHER, new OffsetAndMetadata(next)));
        polled.emitted();
        return polled;
    }

    private Map<TopicPartition, Long> committed() {
        subscription.betweenPolls(consumer, false);
        consumer.poll(Duration.ZERO);
        return consumer.committed(Set.of(ONE, OTHER)).entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    @Test
    void whatWasOnlyEmittedIsNotCommitted() {
        OffsetTracker.Polled poll = emitted(5);
        assertEquals(Map.of(), committed());
        poll.acknowledged();
        assertEquals(Map.of(ONE, 5L, OTHER, 5L), committed());
    }

    @Test
    void tellsOfWhatWasCommittedInWhicheverWay() {
        emitted(5);
        assertEquals(Map.of(), committed());
        assertEquals(List.of(), told);
        emitted(6).acknowledged();
        assertEquals(Map.of(ONE, 6L, OTHER, 6L), committed());
        assertEquals(Set.of(ONE, OTHER), told.get(0).keySet());
        emitted(9).acknowledged();
        subscription.end(consumer, Duration.ofSeconds(1));
        assertEquals(9, told.get(1).get(ONE).offset());
        assertEquals(2, told.size());
    }

    @Test
    void whatIsAcknowledgedIsCommittedAtOnceWhenNothingMoreComesAndNothingIsOpen() {
        GroupSubscription patient =
                new GroupSubscription(
                        "input",
                        Duration.ofHours(1),
                        OffsetReset.EARLIEST,
                        () -> Optional.of(topicId),
                        told::add,
                        new ChannelHealth("events", lost -> {}));
        MockConsumer<ByteBuffer, ByteBuffer> quiet = new MockConsumer<>("earliest");
        quiet.updateBeginningOffsets(Map.of(ONE, 0L));
        patient.begin(quiet);
        quiet.rebalance(List.of(ONE));
        quiet.poll(Duration.ZERO);
        OffsetTracker.Polled first = polled(patient, 5);
        OffsetTracker.Polled second = polled(patient, 9);
        first.acknowledged();
        patient.betweenPolls(quiet, true);
        assertEquals(List.of(), told);
        second.acknowledged();
        patient.betweenPolls(quiet, false);
        assertEquals(List.of(), told);
        patient.betweenPolls(quiet, true);
        quiet.poll(Duration.ZERO);
        assertEquals(9, told.get(0).get(ONE).offset());
    }

    private static OffsetTracker.Polled polled(GroupSubscription by, long next) {
        OffsetTracker.Polled polled = by.tracker().polled(Map.of(ONE, new OffsetAndMetadata(next)));
        polled.emitted();
        return polled;
    }

    @Test
    void aPartOfAPollIsCommittedByItself() {
        OffsetTracker.Polled poll = emitted(5);
        poll.acknowledged(Map.of(OTHER, 3L));
        assertEquals(Map.of(OTHER, 3L), committed());
    }

    @Test
    void whatIsAcknowledgedIsCommittedBeforePartitionsGoAndNothingElse() {
        emitted(5).acknowledged();
        emitted(9);
        subscription.onPartitionsRevoked(List.of(ONE));
        assertEquals(5, consumer.committed(Set.of(ONE)).get(ONE).offset());
    }

    @Test
    void whatIsAcknowledgedAfterAPartitionWentIsNotCommitted() {
        OffsetTracker.Polled poll = emitted(5);
        subscription.onPartitionsRevoked(List.of(ONE));
        poll.acknowledged();
        assertEquals(Map.of(OTHER, 5L), committed());
    }

    @Test
    void whatWasReadBeforeAPartitionWasLostIsNotCommittedWhenItComesBack() {
        OffsetTracker.Polled poll = emitted(5);
        subscription.onPartitionsLost(List.of(ONE));
        subscription.onPartitionsAssigned(List.of(ONE));
        poll.acknowledged();
        assertEquals(Map.of(OTHER, 5L), committed());
    }

    /**
     * A client waits for the leader epoch that it was told of last, and from the group's offsets it
     * learns those of the former topic, too.
     */
    @Test
    void whoeverReadATopicThatIsMadeAgainGoesOnWithAClientThatKnowsNothingOfTheFormer() {
        emitted(5).acknowledged();
        OffsetTracker.Polled late = emitted(9);
        topicId = Uuid.randomUuid();
        subscription.betweenPolls(consumer, false);
        late.acknowledged();
        assertTrue(subscription.needsNewClient());
        subscription.onPartitionsRevoked(List.of(ONE, OTHER));
        OffsetAndMetadata none = new OffsetAndMetadata(0, "topic-id=" + topicId);
        assertEquals(Map.of(ONE, none, OTHER, none), consumer.committed(Set.of(ONE, OTHER)));
        subscription.begin(new MockConsumer<>("earliest"));
        assertFalse(subscription.needsNewClient());
    }

    @Test
    void whatTheGroupCommittedToTheFormerTopicIsReplacedBeforeAnotherClientReadsIt() {
        OffsetAndMetadata former =
                new OffsetAndMetadata(50, Optional.of(7), "topic-id=" + Uuid.randomUuid());
        consumer.commitSync(Map.of(ONE, former));
        subscription.onPartitionsAssigned(List.of(ONE));
        assertFalse(subscription.needsNewClient());
        subscription.betweenPolls(consumer, false);
        assertTrue(subscription.needsNewClient());
        assertEquals(
                new OffsetAndMetadata(0, "topic-id=" + topicId),
                consumer.committed(Set.of(ONE)).get(ONE));
    }

    @Test
    void whatIsAcknowledgedIsCommittedAtTheEnd() {
        emitted(5).acknowledged();
        subscription.end(consumer, Duration.ofSeconds(1));
        assertEquals(5, consumer.committed(Set.of(ONE)).get(ONE).offset());
    }

    @Test
    void whatIsCommittedIsNotCommittedAgain() {
        emitted(5).acknowledged();
        assertEquals(Map.of(ONE, 5L, OTHER, 5L), committed());
        committed();
        subscription.end(consumer, Duration.ofSeconds(1));
        assertEquals(1, told.size());
    }

    @Test
    void anotherClientHasNothingOfTheFormer() {
        emitted(5).acknowledged();
        OffsetTracker.Polled late = emitted(9);
        MockConsumer<ByteBuffer, ByteBuffer> next = new MockConsumer<>("earliest");
        next.updateBeginningOffsets(Map.of(ONE, 0L));
        subscription.begin(next);
        late.acknowledged();
        subscription.betweenPolls(next, true);
        assertEquals(List.of(), told);
    }

    /** What a former client has not compared is none of the next one's partitions. */
    @Test
    void anotherClientIsAskedForItsOwnPartitionsOnly() {
        subscription.onPartitionsAssigned(List.of(ONE, OTHER));
        List<Set<TopicPartition>> asked = new ArrayList<>();
        MockConsumer<ByteBuffer, ByteBuffer> next =
                new MockConsumer<>("earliest") {
                    @Override
                    public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
                            Set<TopicPartition> partitions, Duration timeout) {
                        asked.add(Set.copyOf(partitions));
                        return super.committed(partitions, timeout);
                    }
                };
        subscription.begin(next);
        next.updateBeginningOffsets(Map.of(ONE, 0L));
        next.rebalance(List.of(ONE));
        subscription.betweenPolls(next, false);
        assertEquals(List.of(Set.of(ONE)), asked);
    }

    @Test
    void offsetThatSomebodyCommittedByHandIsBelieved() {
        consumer.commitSync(Map.of(ONE, new OffsetAndMetadata(50, "by hand")));
        subscription.onPartitionsAssigned(List.of(ONE));
        subscription.betweenPolls(consumer, false);
        assertFalse(subscription.needsNewClient());
        assertEquals(50, consumer.committed(Set.of(ONE)).get(ONE).offset());
    }

    @ParameterizedTest
    @CsvSource({"-1, false", "0, true", "1, true"})
    void isEstablishedOnceTheGroupHasTakenItIn(int generation, boolean established) {
        MockConsumer<ByteBuffer, ByteBuffer> member =
                new MockConsumer<>("earliest") {
                    @Override
                    public synchronized ConsumerGroupMetadata groupMetadata() {
                        return new ConsumerGroupMetadata("g", generation, "m", Optional.empty());
                    }
                };
        assertEquals(established, subscription.isEstablished(member));
    }
}
