package io.usersummary.processor;

import static io.usersummary.processor.Events.events;
import static io.usersummary.processor.Events.eventsInOrder;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.usersummary.connector.MemoryLimit;
import io.usersummary.connector.PartialAcknowledgement;
import io.usersummary.event.EventShape;
import io.usersummary.json.Span;
import io.usersummary.summary.Intervals;
import io.usersummary.summary.Summary;
import io.usersummary.summary.SummaryTable;
import io.usersummary.summary.Walk;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;

/** The processor alone, with an upstream and a downstream that the test plays. */
class SummaryProcessorTest {

    private final SummaryTable table = new SummaryTable();
    private final List<String> acknowledged = new ArrayList<>();
    private final List<String> partly = new ArrayList<>();
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final List<DeadLetterBatch> deadLetters = new ArrayList<>();
    private final List<Runnable> whenDeadLettersAreWritten = new ArrayList<>();
    private long requested;
    private boolean cancelled;
    private boolean finished;
    private Flow.Subscriber<? super Message<ConsumerRecords<ByteBuffer, ByteBuffer>>> polls;
    private final UnicastProcessor<Integer> repairs = UnicastProcessor.create();
    private SummaryProcessor processor;
    private long memory = 128 << 20;
    private List<Tracing> tracing = List.of();
    private AssertSubscriber<Message<SummaryBatch>> batches;
    private boolean publishAtOnce;

    /** Null: that of the clock. */
    private VirtualTime time;

    private final List<String> told = new ArrayList<>();
    private final BatchListener listener =
            new BatchListener() {
                @Override
                public void read(int accepted, int poison) {
                    told.add("read " + accepted + " and " + poison);
                }

                @Override
                public void closed(SummaryBatch batch) {
                    told.add("closed " + batch.number());
                }

                @Override
                public void durable(SummaryBatch batch) {
                    told.add("durable " + batch.number());
                }
            };

    private record Settings(
            int batchSize, Duration batchTimeout, long maxBatches, Duration maxClockSkew)
            implements SummarySettings {}

    private void start(int batchSize, Duration timeout, long maxBatches) {
        DeadLetters aside =
                new DeadLetters(null) {
                    @Override
                    void write(DeadLetterBatch letters, Runnable whenWritten) {
                        deadLetters.add(letters);
                        whenDeadLettersAreWritten.add(whenWritten);
                    }
                };
        processor =
                new SummaryProcessor(
                        table,
                        new Settings(batchSize, timeout, maxBatches, Duration.ofDays(1)),
                        EventShape.EXAMPLE,
                        aside,
                        () -> repairs,
                        new MemoryLimit(memory),
                        List.of(listener),
                        tracing) {
                    @Override
                    void exit() {
                        finished = true;
                    }

                    @Override
                    ScheduledExecutorService timer() {
                        return time == null ? super.timer() : time;
                    }

                    @Override
                    long nanoTime() {
                        return time == null ? super.nanoTime() : time.nanoTime();
                    }
                };
        Multi<Message<ConsumerRecords<ByteBuffer, ByteBuffer>>> upstream =
                Multi.createFrom()
                        .publisher(
                                subscriber -> {
                                    polls = subscriber;
                                    subscriber.onSubscribe(subscription());
                                });
        batches =
                processor
                        .summarize(upstream)
                        .invoke(
                                batch -> {
                                    if (publishAtOnce) {
                                        batch.ack();
                                    }
                                })
                        .subscribe()
                        .withSubscriber(AssertSubscriber.create(1_000));
    }

    private void startWithNine() {
        start(9, Duration.ofHours(1), 0);
    }

    private Flow.Subscription subscription() {
        return new Flow.Subscription() {
            @Override
            public void request(long n) {
                requested += n;
            }

            @Override
            public void cancel() {
                cancelled = true;
            }
        };
    }

    private void send(String name, Events events) {
        polls.onNext(
                Message.of(
                        events.poll(),
                        Metadata.of(
                                (PartialAcknowledgement)
                                        offsets -> {
                                            if (!offsets.isEmpty()) {
                                                partly.add(name);
                                                next.putAll(offsets);
                                            }
                                        }),
                        () -> {
                            acknowledged.add(name);
                            return CompletableFuture.completedFuture(null);
                        }));
    }

    /** Has every user published again whom no record confirmed. */
    private void repair() {
        repairs.onNext(table.changeUnconfirmed(table.endRound(), Walk.inPartsOf(1_000)));
    }

    private List<Summary> batch(int index) {
        return batches.getItems().get(index).getPayload().summaries();
    }

    private void publish(int index) {
        assertTrue(batches.getItems().get(index).ack().toCompletableFuture().isDone());
    }

    /** The topic takes none of a batch's summaries; with that all of them are decided. */
    private void refuse(int index) {
        refuse(index, id -> true);
    }

    private void refuse(int index, Predicate<byte[]> ofUsers) {
        SummaryBatch batch = batches.getItems().get(index).getPayload();
        batch.records(
                "out",
                record -> {
                    if (ofUsers.test(record.key())) {
                        batch.refused(record, new Exception("too large"));
                    }
                });
        publish(index);
    }

    /** Later polls may have no event at all. */
    @Test
    void nothingBehindARefusedSummaryIsAcknowledgedBeforeItIsTaken() {
        startWithNine();
        String giant = "g".repeat(1_000);
        send("refused", eventsInOrder().seen(giant, 1, 2, 3, 4, 5, 6, 7, 8, 9));
        refuse(0);
        send("poison", eventsInOrder().value("poison"));
        whenDeadLettersAreWritten.get(0).run();
        send("more", eventsInOrder().seen("a", 1, 2, 3, 4, 5, 6, 7, 8, 9));
        publish(1);
        assertEquals(List.of(), acknowledged);
        assertEquals(List.of(), partly);
        repair();
        publish(2);
        assertEquals(List.of("more"), partly);
    }

    @Test
    void partitionsWithoutEventsOfARefusedUserAreAcknowledgedAllTheTime() {
        startWithNine();
        String giant = "g".repeat(1_000);
        send("first", events().seen(giant, 1).seen("a", 1, 2, 3, 4, 5, 6, 7, 8));
        refuse(0, id -> id.length == 1_000);
        assertEquals(Map.of(partition(1), 2L, partition(2), 2L, partition(3), 2L), next);
        repair();
        publish(1);
        assertEquals(3L, next.get(partition(0)));
        assertEquals(List.of(), acknowledged);
    }

    @Test
    void allThatWaitedForARefusedSummaryIsAcknowledgedOnceThatIsTaken() {
        startWithNine();
        send("refused", eventsInOrder().seen("a", 1, 2, 3, 4, 5, 6, 7, 8, 9));
        refuse(0);
        long[] eighteen = LongStream.range(0, 18).toArray();
        send("more", eventsInOrder().seen("b", eighteen));
        publish(1);
        publish(2);
        assertEquals(Map.of(), next);
        repair();
        publish(3);
        assertEquals(Map.of(partition(0), 18L), next);
        send("last", eventsInOrder().seen("c", 1, 2, 3, 4, 5, 6, 7, 8, 9));
        publish(4);
        assertEquals(List.of("last"), acknowledged);
    }

    @Test
    void eventsWhoseSummaryWasTakenDoNotWaitForALaterOneThatIsRefused() {
        start(1, Duration.ofHours(1), 0);
        String giant = "g".repeat(1_000);
        send("taken", events().seen(giant, 1));
        publish(0);
        send("refused", events().seen("b", 1).seen(giant, 9));
        publish(1);
        refuse(2);
        assertEquals(Map.of(partition(0), 1L), next);
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition("input_topic", number);
    }

    /** With several instances, any of them may be the one who writes it in the end. */
    @Test
    void whatAnotherPublishesIsNotRefusedAnyMore() {
        startWithNine();
        send("refused", eventsInOrder().seen("a", 1, 2, 3, 4, 5, 6, 7, 8, 9));
        refuse(0);
        joinPublished("a", 1, 8);
        processor.recheckRefused();
        assertTrue(processor.isAnyRefused());
        assertEquals(List.of(), partly);
        joinPublished("a", 1, 9);
        processor.recheckRefused();
        assertFalse(processor.isAnyRefused());
        assertEquals(List.of("refused"), partly);
    }

    /**
     * Readiness is asked all the time, also between the round in which it is written and the next.
     */
    @Test
    void whoAsksForRefusalsKeepsNothingWaiting() {
        startWithNine();
        send("refused", eventsInOrder().seen("a", 1, 2, 3, 4, 5, 6, 7, 8, 9));
        refuse(0);
        joinPublished("a", 1, 9);
        assertTrue(processor.refusals().any().isEmpty());
        assertEquals(List.of(), partly);
        processor.recheckRefused();
        assertEquals(List.of("refused"), partly);
    }

    private void joinPublished(String userId, long first, long last) {
        Intervals published = new Intervals(1);
        byte[] bytes = userId.getBytes(UTF_8);
        published.add(bytes, 0, bytes.length, first, last);
        table.joinPublished(published);
    }

    @Test
    void summariesGoOutWithTheHeadersOfTheTracesThatTheirEventsCameWith() {
        List<String> calls = new ArrayList<>();
        tracing =
                List.of(
                        () ->
                                new BatchTraces() {
                                    @Override
                                    public void add(Span userId, Headers headers) {
                                        calls.add("add " + userId);
                                    }

                                    @Override
                                    public Iterable<Header> publish(String topic, Summary of) {
                                        Headers headers = new RecordHeaders();
                                        headers.add("traceparent", of.userIdBytes());
                                        return headers;
                                    }

                                    @Override
                                    public void durable() {
                                        calls.add("durable");
                                    }
                                });
        startWithNine();
        send("poll", events().seen("a", 5, 3, 9).seen("b", 1, 1).seen("c", 8, 7, 6, 2));
        List<String> sent = new ArrayList<>();
        batches.getItems()
                .get(0)
                .getPayload()
                .records(
                        "output_topic",
                        record ->
                                sent.add(
                                        new String(record.key(), UTF_8)
                                                + new String(
                                                        record.headers()
                                                                .lastHeader("traceparent")
                                                                .value(),
                                                        UTF_8)));
        assertEquals(List.of("aa", "bb", "cc"), sent);
        assertEquals(9, calls.size());
        publish(0);
        assertEquals("durable", calls.get(9));
    }

    @Test
    void ninthEventClosesTheBatchAndEveryUserIsInItOnce() {
        startWithNine();
        send("poll", events().seen("a", 5, 3, 9).seen("b", 1, 1).seen("c", 8, 7, 6));
        assertEquals(0, batches.getItems().size());
        send("next", events().seen("b", 2).seen("a", 1));
        assertEquals(
                List.of(Summary.of("a", 3, 9), Summary.of("b", 1, 2), Summary.of("c", 6, 8)),
                batch(0));
        assertEquals(1, processor.openEvents());
    }

    @Test
    void backlogIsCutIntoBatchesOfExactlyNine() {
        publishAtOnce = true;
        startWithNine();
        Events backlog = events();
        for (int i = 0; i < 100; i++) {
            backlog.seen("user" + i, i);
        }
        send("backlog", backlog);
        assertEquals(11, batches.getItems().size());
        batches.getItems().forEach(batch -> assertEquals(9, batch.getPayload().size()));
        assertEquals(1, processor.openEvents());
    }

    @Test
    void loneEventIsNotStuckInAnOpenBatch() {
        start(9, Duration.ofMillis(50), 0);
        send("poll", events().seen("a", 1));
        await().untilAsserted(() -> assertEquals(1, batches.getItems().size()));
        assertEquals(List.of(Summary.of("a", 1, 1)), batch(0));
    }

    @Test
    void pollIsAcknowledgedWhenAllOfItsBatchesAreDurableAndNotBefore() {
        start(2, Duration.ofHours(1), 0);
        send("poll", events().seen("a", 1).seen("b", 1).seen("c", 1).seen("d", 1));
        assertEquals(List.of(), acknowledged);
        publish(1);
        assertEquals(List.of(), acknowledged);
        publish(0);
        assertEquals(List.of("poll"), acknowledged);
    }

    @Test
    void pollWhoseLastEventIsInTheOpenBatchWaitsForThatBatch() {
        start(2, Duration.ofHours(1), 0);
        send("poll", events().seen("a", 1).seen("b", 1).seen("c", 1));
        publish(0);
        assertEquals(List.of(), acknowledged);
        send("next", events().seen("d", 1));
        publish(1);
        assertEquals(List.of("poll", "next"), acknowledged);
    }

    @Test
    void eventThatTeachesNothingWaitsForTheEarlierOneThatCoversIt() {
        start(2, Duration.ofHours(1), 0);
        send("covers", events().seen("a", 1, 9));
        send("teaches nothing", events().seen("a", 4, 5));
        assertEquals(1, batches.getItems().size());
        assertEquals(List.of(), acknowledged);
        publish(0);
        assertEquals(List.of("covers", "teaches nothing"), acknowledged);
    }

    @Test
    void eventThatTeachesNothingPublishesNothingAndIsAcknowledged() {
        start(2, Duration.ofHours(1), 0);
        send("first", events().seen("a", 1, 9));
        publish(0);
        send("second", events().seen("a", 9, 1, 4, 4));
        assertEquals(1, batches.getItems().size());
        assertEquals(List.of("first", "second"), acknowledged);
    }

    @Test
    void moreUsersThanAnyGroupingOperatorLikesFitOneBatch() {
        start(5_000, Duration.ofHours(1), 0);
        Events many = events();
        for (int i = 0; i < 5_000; i++) {
            many.seen("user" + i, i);
        }
        send("poll", many);
        assertEquals(5_000, batch(0).size());
    }

    @Test
    void poisonIsSetAsideAndOnlyThenAcknowledged() {
        start(2, Duration.ofHours(1), 0);
        send("poll", events().seen("a", 1).value("poison").value("{}").seen("b", 1));
        assertEquals(2, deadLetters.get(0).size());
        publish(0);
        assertEquals(List.of(), acknowledged);
        whenDeadLettersAreWritten.get(0).run();
        assertEquals(List.of("poll"), acknowledged);
    }

    @Test
    void poisonIsNoEventOfABatch() {
        startWithNine();
        send("poll", events().seen("a", 1, 2, 3, 4).value("poison").seen("a", 5, 6, 7, 8));
        assertEquals(0, batches.getItems().size());
        assertEquals(8, processor.openEvents());
    }

    @Test
    void readingPausesWhileTooMuchIsOnItsWayAndResumes() {
        startWithNine();
        long before = requested;
        Events flood = events();
        String longName = "u".repeat(1_000);
        for (int i = 0; i < 9 * 4_000; i++) {
            flood.seen(longName + i, i);
        }
        AssertSubscriber<Message<SummaryBatch>> all = batches;
        all.request(100_000);
        send("flood", flood);
        assertEquals(before, requested);
        all.getItems().forEach(Message::ack);
        assertEquals(before + 1, requested);
    }

    @Test
    void readingPausesWhileLargePoisonWaitsToBeWritten() {
        startWithNine();
        long before = requested;
        Events poison = events();
        for (int i = 0; i < 40; i++) {
            poison.value("x".repeat(900_000));
        }
        send("poison", poison);
        assertEquals(before, requested);
        whenDeadLettersAreWritten.get(0).run();
        assertEquals(before + 1, requested);
    }

    @Test
    void readingPausesBehindADeadLetterThatCannotBeWritten() {
        memory = 4 << 20;
        start(1, Duration.ofHours(1), 0);
        send("poison", events().value("poison"));
        long before = requested;
        for (int i = 0; i < 2_000; i++) {
            send("poll", events().seen("a", 1));
        }
        publish(0);
        assertTrue(requested < before + 1_500, "asked for " + (requested - before) + " more");
        whenDeadLettersAreWritten.get(0).run();
        assertEquals(2_001, acknowledged.size());
    }

    @Test
    void batchIsClosedEarlyRatherThanThatItsPollsTakeMoreMemoryThanTheyMay() {
        memory = 4 << 20;
        start(1_000_000, Duration.ofHours(1), 0);
        for (int i = 0; i < 2_000; i++) {
            send("poll", events().seen("a", 1));
        }
        assertFalse(batches.getItems().isEmpty());
        batches.getItems().forEach(Message::ack);
        assertTrue(acknowledged.size() > 1_000, acknowledged.size() + " polls acknowledged");
    }

    @Test
    void readingPausesBehindABatchThatIsNotDurableWhateverBecomesOfThoseAfterIt() {
        memory = 4 << 20;
        start(1, Duration.ofHours(1), 0);
        batches.request(100_000);
        long before = requested;
        int published = 1;
        for (int i = 0; i < 2_000; i++) {
            send("poll", events().seen("a" + i, i));
            for (; published < batches.getItems().size(); published++) {
                publish(published);
            }
        }
        assertTrue(requested < before + 1_500, "asked for " + (requested - before) + " more");
        assertEquals(List.of(), acknowledged);
        publish(0);
        assertEquals(2_000, acknowledged.size());
        assertTrue(requested >= before + 2_000, "asked for " + (requested - before) + " more");
    }

    @Test
    void batchesThatAreClosedWhileFourAreUnderWayLeaveAsOneWithTheNewestOfEachUser() {
        time = new VirtualTime();
        start(2, Duration.ofHours(1), 0);
        send(
                "under way",
                eventsInOrder().seen("a", 1).seen("b", 1, 1, 2, 2).seen("c", 1).seen("d", 1, 1));
        assertEquals(4, batches.getItems().size());
        send("waits", eventsInOrder().seen("a", 7).seen("e", 1).seen("a", 8, 9).seen("f", 1));
        assertEquals(4, batches.getItems().size());
        publish(1);
        assertEquals(5, batches.getItems().size());
        assertEquals(
                Set.of(Summary.of("a", 1, 9), Summary.of("e", 1, 1), Summary.of("f", 1, 1)),
                Set.copyOf(batch(4)));
        assertEquals(5, batches.getItems().get(4).getPayload().events());
        publish(0);
        publish(2);
        publish(3);
        assertEquals(List.of("under way"), acknowledged);
        publish(4);
        assertEquals(List.of("under way", "waits"), acknowledged);
    }

    @Test
    void consumersWithBatchesOfTheirOwnShareTheTableAndWaitForEachOther() {
        startWithNine();
        UnicastProcessor<Message<ConsumerRecords<ByteBuffer, ByteBuffer>>> others =
                UnicastProcessor.create();
        AssertSubscriber<Message<SummaryBatch>> otherBatches =
                processor
                        .summarize(others)
                        .subscribe()
                        .withSubscriber(AssertSubscriber.create(1_000));
        send("covers", events().seen("a", 1, 9).seen("b", 1, 2, 3, 4, 5, 6, 7));
        others.onNext(
                Message.of(
                        events().seen("a", 1, 2, 3, 4, 5, 6, 7, 8, 9).poll(),
                        () -> {
                            acknowledged.add("teaches nothing");
                            return CompletableFuture.completedFuture(null);
                        }));
        assertEquals(List.of(), otherBatches.getItems());
        assertEquals(List.of(), acknowledged);
        publish(0);
        assertEquals(Set.of("covers", "teaches nothing"), Set.copyOf(acknowledged));
        others.onNext(Message.of(events().seen("c", 1, 2, 3).poll()));
        send("more", events().seen("d", 1));
        assertEquals(4, processor.openEvents());
    }

    @Test
    void lastBatchEndsTheReadingWithinThePollAndFinishesWhenItIsDurable() {
        start(2, Duration.ofHours(1), 2);
        send("poll", events().seen("a", 1, 2, 3, 4, 5, 6));
        assertTrue(cancelled);
        assertEquals(2, batches.getItems().size());
        publish(0);
        assertFalse(finished);
        publish(1);
        assertTrue(finished);
        assertEquals(List.of(), acknowledged, "events after the last batch are not acknowledged");
        assertEquals(Map.of(partition(0), 2L, partition(1), 2L), next);
    }

    @Test
    void lastBatchThatEndsWithItsPollAcknowledgesThePollBeforeItFinishes() {
        start(2, Duration.ofHours(1), 1);
        send("poll", events().seen("a", 1, 2));
        publish(0);
        assertEquals(List.of("poll"), acknowledged);
        assertTrue(finished);
    }

    @Test
    void lastBatchThatIsDurableAlreadyWhenTheReadingEndsFinishesToo() {
        publishAtOnce = true;
        start(2, Duration.ofHours(1), 1);
        send("poll", events().seen("a", 1, 2));
        assertTrue(finished);
    }

    @Test
    void listenersAreToldOfPollsAndBatches() {
        start(2, Duration.ofHours(1), 0);
        send("poll", eventsInOrder().seen("a", 1, 2).value("poison").seen("a", 3, 4));
        publish(1);
        publish(0);
        assertEquals(
                List.of("closed 1", "closed 2", "read 4 and 1", "durable 2", "durable 1"), told);
        assertEquals(2, processor.lastDurableBatch());
    }

    @Test
    void nothingIsOnItsWayOnceAllIsDurable() {
        startWithNine();
        String giant = "g".repeat(1_000);
        send("poll", eventsInOrder().seen(giant, 1, 2, 3, 4, 5, 6, 7, 8, 9));
        send("poison", eventsInOrder().value("poison"));
        send("more", eventsInOrder().seen("a", 1, 2, 3, 4, 5, 6, 7, 8, 9));
        assertTrue(processor.bytesInFlight() > 3_000, processor.bytesInFlight() + " bytes");
        publish(1);
        publish(0);
        whenDeadLettersAreWritten.get(0).run();
        assertEquals(0, processor.bytesInFlight());
    }

    @Test
    void endOfTheStreamClosesTheOpenBatch() {
        startWithNine();
        send("poll", events().seen("a", 1));
        polls.onComplete();
        publish(0);
        assertEquals(List.of("poll"), acknowledged);
    }

    @Test
    void userToRepairLeavesAtOnceOrWithTheOpenBatch() {
        startWithNine();
        send("poll", events().seen("a", 1, 2, 3, 4, 5, 6, 7, 8, 9));
        repair();
        assertEquals(List.of(Summary.of("a", 1, 9)), batch(1));
        send("next", events().seen("b", 1));
        repair();
        assertEquals(2, batches.getItems().size());
        send("rest", events().seen("b", 2, 3, 4, 5, 6, 7, 8, 9));
        assertEquals(Set.of(Summary.of("b", 1, 9), Summary.of("a", 1, 9)), Set.copyOf(batch(2)));
    }

    @Test
    void lookUpSaysAtLeastWhatIsAcknowledged() {
        start(2, Duration.ofHours(1), 0);
        List<Summary> saidThen = new ArrayList<>();
        int published = 0;
        for (long seen : new long[] {7, 3, 9, 5, 1, 9}) {
            polls.onNext(
                    Message.of(
                            events().seen("a", seen).poll(),
                            Metadata.of((PartialAcknowledgement) next -> {}),
                            () -> {
                                Summary said = table.find("a".getBytes(UTF_8));
                                assertTrue(said.firstSeen() <= seen && seen <= said.lastSeen());
                                saidThen.add(said);
                                return CompletableFuture.completedFuture(null);
                            }));
            for (; published < batches.getItems().size(); published++) {
                publish(published);
            }
        }
        assertEquals(6, saidThen.size());
    }
}
