package io.usersummary.connector;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollSourceTest {

    private static final TopicPartition PARTITION = new TopicPartition("input", 0);

    private final Mock consumer = new Mock();
    private final Mock next = new Mock();
    private final Queue<Mock> consumers = new ArrayDeque<>(List.of(consumer, next));
    private final List<LostOffsets> lost = new CopyOnWriteArrayList<>();
    private final Uuid topicId = Uuid.randomUuid();
    private final ChannelHealth health = new ChannelHealth("events", lost::add);
    private final Downstream downstream = new Downstream();
    private final List<Map<TopicPartition, OffsetAndMetadata>> commits =
            new CopyOnWriteArrayList<>();
    private final PollBudget budget = new PollBudget(1 << 20);

    /** How far the clock for damaged partitions is ahead, in nanoseconds. */
    private final AtomicLong ahead = new AtomicLong();

    private final PollSource loop = source(consumers::remove, () -> {});

    private PollSource source(Supplier<Consumer<ByteBuffer, ByteBuffer>> clients, Runnable topics) {
        return new PollSource(
                "events",
                new GroupSubscription(
                        "input",
                        Duration.ofMillis(1),
                        OffsetReset.EARLIEST,
                        () -> Optional.of(topicId),
                        commits::add,
                        health),
                clients,
                budget,
                new UnreadablePartitions(
                        "events",
                        Set.of("input-0@20"),
                        health,
                        () -> System.nanoTime() + ahead.get()),
                topics,
                health,
                downstream,
                Duration.ofSeconds(2));
    }

    /** A consumer that can refuse to commit, or be no member of its group. */
    private static final class Mock extends MockConsumer<ByteBuffer, ByteBuffer> {
        private volatile KafkaException commitFailure;
        private volatile int generation = 1;
        private volatile Duration patience;
        private volatile boolean interrupted;

        Mock() {
            super("earliest");
        }

        @Override
        public synchronized void commitAsync(
                Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
            KafkaException failure = commitFailure;
            commitFailure = null;
            if (failure != null) {
                throw failure;
            }
            super.commitAsync(offsets, callback);
        }

        @Override
        public synchronized ConsumerRecords<ByteBuffer, ByteBuffer> poll(Duration timeout) {
            patience = timeout;
            return super.poll(timeout);
        }

        @Override
        public void close(CloseOptions options) {
            interrupted = Thread.currentThread().isInterrupted();
            super.close(options);
        }

        @Override
        public synchronized ConsumerGroupMetadata groupMetadata() {
            return new ConsumerGroupMetadata("readers", generation, "member", Optional.empty());
        }
    }

    /** Keeps what it gets, or throws. */
    private static final class Downstream
            implements Flow.Subscriber<Message<ConsumerRecords<ByteBuffer, ByteBuffer>>> {
        private final List<Message<ConsumerRecords<ByteBuffer, ByteBuffer>>> messages =
                new CopyOnWriteArrayList<>();
        private volatile boolean throwing;
        private volatile boolean late;
        private volatile boolean completed;
        private volatile Throwable failure;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {}

        @Override
        public void onNext(Message<ConsumerRecords<ByteBuffer, ByteBuffer>> message) {
            if (throwing) {
                throw new IllegalStateException("a fault of our own");
            }
            messages.add(message);
        }

        @Override
        public void onError(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public void onComplete() {
            if (!late) {
                messages.forEach(Message::ack);
            }
            completed = true;
        }
    }

    @AfterEach
    void stop() {
        loop.beginStop();
        loop.awaitStop();
    }

    private void start() {
        start(0);
    }

    private void start(long begin) {
        consumer.updateBeginningOffsets(Map.of(PARTITION, begin));
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(PARTITION)));
        loop.request(1);
        await().until(() -> consumer.assignment().contains(PARTITION));
    }

    private void arrive(long offset) {
        arrive(consumer, offset);
    }

    private static void arrive(Mock consumer, long offset) {
        consumer.schedulePollTask(
                () ->
                        consumer.addRecord(
                                new ConsumerRecord<>(
                                        "input", 0, offset, null, ByteBuffer.allocate(1))));
    }

    private boolean live() {
        return Reported.live(health);
    }

    @Test
    void whatNobodyAskedForStaysWithTheBrokerButForOnePoll() {
        start();
        arrive(0);
        await().until(() -> downstream.messages.size() == 1);
        assertFalse(consumer.paused().contains(PARTITION));
        arrive(1);
        await().until(() -> consumer.paused().contains(PARTITION));
        arrive(2);
        assertEquals(1, downstream.messages.size());
        assertEquals(2, consumer.position(PARTITION));
        loop.request(2);
        await().until(() -> downstream.messages.size() == 3);
        assertEquals(3, consumer.position(PARTITION));
    }

    @Test
    void onlyWhatIsAcknowledgedIsCommitted() {
        start();
        arrive(0);
        await().until(() -> downstream.messages.size() == 1);
        letSomePollsPass();
        assertFalse(isCommitted(1));
        downstream.messages.get(0).ack();
        await().until(() -> isCommitted(1));
    }

    /** Between each two of them whatever can be committed is. */
    private void letSomePollsPass() {
        CountDownLatch polls = new CountDownLatch(5);
        loop.request(Long.MAX_VALUE);
        for (int i = 0; i < 5; i++) {
            consumer.schedulePollTask(polls::countDown);
        }
        await().until(() -> polls.getCount() == 0);
    }

    private boolean isCommitted(long offset) {
        var committed = consumer.committed(Set.of(PARTITION)).get(PARTITION);
        return committed != null && committed.offset() == offset;
    }

    @Test
    void faultOfDownstreamEndsTheChannelAndItIsNotLiveAnyMore() {
        downstream.throwing = true;
        start();
        assertTrue(live());
        arrive(0);
        await().until(() -> downstream.failure != null);
        assertFalse(live());
        assertTrue(consumer.closed());
    }

    @Test
    void faultOnAnotherThreadEndsTheChannelAsWell() {
        start();
        loop.fault(new IllegalStateException("a fault of our own"));
        await().until(() -> downstream.failure != null);
        assertEquals("a fault of our own", downstream.failure.getMessage());
        await().until(consumer::closed);
        assertFalse(live());
    }

    @Test
    void stopLetsDownstreamFinishAndKeepsWhatItAcknowledges() {
        start();
        arrive(0);
        await().until(() -> downstream.messages.size() == 1);
        stop();
        assertTrue(downstream.completed);
        assertTrue(consumer.closed());
        assertTrue(live());
    }

    private String readiness() {
        return Reported.readiness(health);
    }

    @Test
    void commitThatThrowsIsNotTheLastOne() {
        start();
        consumer.commitFailure = new DisconnectException("no coordinator");
        arrive(0);
        await().until(() -> downstream.messages.size() == 1);
        downstream.messages.get(0).ack();
        await().until(() -> isCommitted(1));
        assertEquals(null, consumer.commitFailure);
    }

    @Test
    void clientThatFailedForGoodIsReplacedAndNotTakenForOneThatWorksAgain() {
        start();
        next.generation = -1;
        consumer.setPollException(GroupAuthorizationException.forGroupId("user-summary"));
        await().until(consumer::closed);
        assertTrue(readiness().contains("user-summary"), readiness());
        next.updateBeginningOffsets(Map.of(PARTITION, 0L));
        await().until(() -> !next.subscription().isEmpty());
        assertTrue(readiness().contains("user-summary"), readiness());
        next.generation = 2;
        await().until(() -> readiness().equals("UP"));
        assertTrue(live());
    }

    @Test
    void isNotReadyBeforeTheGroupHasTakenItIn() {
        consumer.generation = -1;
        start();
        await().until(() -> readiness().contains("not yet a member of its group"));
        consumer.generation = 1;
        await().until(() -> readiness().equals("UP"));
    }

    @Test
    void partitionThatCannotBeReadIsLeftAloneAndTheOthersAreRead() {
        TopicPartition other = new TopicPartition("input", 1);
        consumer.updateBeginningOffsets(Map.of(PARTITION, 7L, other, 0L));
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(PARTITION, other)));
        loop.request(10);
        await().until(() -> consumer.assignment().size() == 2);
        consumer.schedulePollTask(
                () ->
                        consumer.setPollException(
                                new KafkaException(
                                        "Received exception when fetching the next record from"
                                                + " input-0. If needed, please seek past the record"
                                                + " to continue consumption.",
                                        new CorruptRecordException("Record is corrupt"))));
        await().until(() -> readiness().contains("input-0, offset 7 cannot be read"));
        await().until(() -> consumer.paused().equals(Set.of(PARTITION)));
        consumer.schedulePollTask(
                () ->
                        consumer.addRecord(
                                new ConsumerRecord<>("input", 1, 0, null, ByteBuffer.allocate(1))));
        await().until(() -> downstream.messages.size() == 1);
        assertTrue(readiness().contains("step-over=input-0@7"), readiness());
        assertFalse(consumer.closed());
    }

    @Test
    void isNotReadyWhileNoBrokerLeadsAPartition() {
        Node node = new Node(1, "localhost", 9092);
        consumer.updatePartitions("input", List.of(led(0, node), led(1, null)));
        start();
        TopicPartition other = new TopicPartition("input", 1);
        consumer.updateBeginningOffsets(Map.of(other, 0L));
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(PARTITION, other)));
        await().until(() -> readiness().contains("partition input-1 has no leader"));
        consumer.schedulePollTask(
                () -> consumer.updatePartitions("input", List.of(led(0, node), led(1, node))));
        await().until(() -> readiness().equals("UP"));
    }

    private static PartitionInfo led(int partition, Node leader) {
        return new PartitionInfo("input", partition, leader, new Node[0], new Node[0]);
    }

    private void damaged(String partition) {
        consumer.schedulePollTask(
                () ->
                        consumer.setPollException(
                                new KafkaException(
                                        "Record batch for partition %s at offset 18 is invalid"
                                                .formatted(partition))));
    }

    @Test
    void placeThatIsNamedIsSteppedOverUpToTheNextRecordAndCounted() {
        start(20);
        damaged("input-0");
        damaged("input-0");
        await().until(() -> consumer.position(PARTITION) == 22);
        arrive(22);
        await().until(() -> downstream.messages.size() == 1);
        assertEquals(List.of(new LostOffsets("events", PARTITION, 20, 22, true)), lost);
        await().until(() -> readiness().equals("UP"));
        downstream.messages.get(0).ack();
        await().until(() -> isCommitted(23));
    }

    @Test
    void partitionThatWasTruncatedIsReadAgainFromWhereItDiverges() {
        start();
        arrive(0);
        await().until(() -> downstream.messages.size() == 1);
        consumer.schedulePollTask(
                () ->
                        consumer.setPollException(
                                new LogTruncationException(
                                        "truncated",
                                        Map.of(PARTITION, 1L),
                                        Map.of(PARTITION, new OffsetAndMetadata(0)))));
        await().until(() -> consumer.position(PARTITION) == 0);
        downstream.messages.get(0).ack();
        arrive(0);
        loop.request(1);
        await().until(() -> downstream.messages.size() == 2);
        assertFalse(isCommitted(1), "what was read before the truncation counts no more");
        downstream.messages.get(1).ack();
        await().until(() -> isCommitted(1));
    }

    @Test
    void offsetPastTheEndLeadsToTheEarliestRecordThatIsLeftAndNeverToTheEnd() {
        start();
        consumer.updateBeginningOffsets(Map.of(PARTITION, 3L));
        consumer.updateEndOffsets(Map.of(PARTITION, 50L));
        consumer.schedulePollTask(
                () ->
                        consumer.setPollException(
                                new OffsetOutOfRangeException(Map.of(PARTITION, 100L))));
        await().until(() -> consumer.position(PARTITION) == 3);
    }

    @Test
    void whatAClientReadAndNobodyAskedForIsReadAgainByTheNext() {
        start();
        arrive(0);
        await().until(() -> downstream.messages.size() == 1);
        arrive(1);
        await().until(() -> consumer.paused().contains(PARTITION));
        consumer.setPollException(GroupAuthorizationException.forGroupId("user-summary"));
        await().until(consumer::closed);
        next.updateBeginningOffsets(Map.of(PARTITION, 0L));
        next.schedulePollTask(() -> next.rebalance(List.of(PARTITION)));
        arrive(next, 0);
        loop.request(2);
        await().until(() -> downstream.messages.size() == 2);
        assertEquals(0, downstream.messages.get(1).getPayload().iterator().next().offset());
    }

    @Test
    void stopWaitsForWhatIsAcknowledgedLateAndCommitsIt() {
        downstream.late = true;
        start();
        arrive(0);
        await().until(() -> downstream.messages.size() == 1);
        loop.beginStop();
        await().until(() -> downstream.completed);
        assertFalse(consumer.closed());
        downstream.messages.get(0).ack();
        loop.awaitStop();
        assertTrue(consumer.closed());
        assertFalse(consumer.interrupted);
        assertEquals(1, commits.get(0).get(PARTITION).offset());
    }

    @Test
    void readsNothingBeforeTheTopicsAreThereAndStopsAtOnceMeanwhile() {
        CountDownLatch there = new CountDownLatch(1);
        PollSource waiting = source(consumers::remove, () -> waitFor(there));
        waiting.request(1);
        waiting.beginStop();
        assertTimeout(Duration.ofSeconds(2), waiting::awaitStop);
        assertTrue(live());
        PollSource other = source(consumers::remove, () -> waitFor(there));
        other.request(1);
        assertEquals(2, consumers.size());
        there.countDown();
        await().until(() -> consumers.size() == 1);
        other.beginStop();
        other.awaitStop();
        assertTrue(consumer.closed());
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Test
    void whoWasNeverAskedForAnythingStopsAtOnce() {
        loop.beginStop();
        assertTimeout(Duration.ofSeconds(1), loop::awaitStop);
        assertEquals(2, consumers.size());
    }

    @Test
    void clientsThatCannotBeMadeAreTriedTheMoreSeldomAndStoppingWaitsForNone() {
        List<Long> tried = new CopyOnWriteArrayList<>();
        PollSource source =
                source(
                        () -> {
                            tried.add(System.nanoTime());
                            throw new KafkaException("no such mechanism");
                        },
                        () -> {});
        source.request(1);
        await().until(() -> tried.size() == 3);
        assertTrue(tried.get(1) - tried.get(0) >= 1_000_000_000L, () -> "at " + tried);
        assertTrue(tried.get(2) - tried.get(1) >= 2_000_000_000L, () -> "at " + tried);
        assertTrue(readiness().contains("no such mechanism"), readiness());
        source.beginStop();
        assertTimeout(Duration.ofSeconds(2), source::awaitStop);
        assertEquals(3, tried.size());
    }

    @Test
    void pollsShortlyWhileSomethingIsToBeCommittedAndNotAtAllWhileOnePollWaits() {
        start();
        await().until(() -> consumer.patience.equals(Duration.ofMillis(200)));
        arrive(0);
        await().until(() -> consumer.patience.equals(Duration.ofMillis(50)));
        arrive(1);
        await().until(() -> consumer.patience.isZero());
        loop.request(1);
        await().until(() -> downstream.messages.size() == 2);
        await().until(() -> consumer.patience.equals(Duration.ofMillis(50)));
        downstream.messages.forEach(Message::ack);
        await().until(() -> consumer.patience.equals(Duration.ofMillis(200)));
    }

    @Test
    void tellsHowMuchMemoryEachPollTakes() {
        Deserializer<ByteBuffer> values = budget.values(new ByteBufferDeserializer());
        start();
        loop.request(1);
        for (int i = 0; i < 2; i++) {
            int offset = i;
            consumer.schedulePollTask(
                    () -> {
                        ByteBuffer bytes = ByteBuffer.allocate(100 + offset);
                        values.deserialize("input", new RecordHeaders(), bytes);
                        consumer.addRecord(new ConsumerRecord<>("input", 0, offset, null, bytes));
                    });
            await().until(() -> downstream.messages.size() == offset + 1);
        }
        assertEquals(228, PollSize.of(downstream.messages.get(0)));
        assertEquals(229, PollSize.of(downstream.messages.get(1)));
    }

    @Test
    void whatIsSteppedOverToTheEndOfAPartitionIsCommitted() {
        start(20);
        damaged("input-0");
        await().until(() -> consumer.position(PARTITION) == 21);
        ahead.set(Duration.ofSeconds(11).toNanos());
        await().until(() -> downstream.messages.size() == 1);
        assertEquals(0, downstream.messages.get(0).getPayload().count());
        downstream.messages.get(0).ack();
        await().until(() -> isCommitted(21));
    }

    @Test
    void answersWhoeverAcknowledgesAndIsNotLiveWhenAMessageIsRefused() {
        start();
        arrive(0);
        await().until(() -> downstream.messages.size() == 1);
        downstream.messages.get(0).ack().toCompletableFuture().join();
        assertTrue(live());
        IllegalStateException fault = new IllegalStateException("a fault of our own");
        downstream.messages.get(0).nack(fault).toCompletableFuture().join();
        assertFalse(live());
    }
}
