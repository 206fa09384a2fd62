package io.usersummary.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.usersummary.summary.SummaryTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a batch that does not fill up is closed; time passes as the test says. */
class BoundedBatchesTest {

    private static final TopicPartition PARTITION = new TopicPartition("input_topic", 0);
    private static final int SIZE = 9;

    private final VirtualTime time = new VirtualTime();
    private final List<Integer> batches = new ArrayList<>();
    private UnicastProcessor<BatchInput> inputs;
    private AssertSubscriber<EventBatch> downstream;
    private final Lane lane = new Lane(() -> this.underWay);
    private int underWay;
    private long maxBatches;
    private boolean full;

    @BeforeEach
    void subscribe() {
        inputs = UnicastProcessor.create();
        downstream = AssertSubscriber.create(Long.MAX_VALUE);
        SummarySettings settings =
                new SummarySettings() {
                    @Override
                    public int batchSize() {
                        return SIZE;
                    }

                    @Override
                    public Duration batchTimeout() {
                        return Duration.ofSeconds(5);
                    }

                    @Override
                    public long maxBatches() {
                        return maxBatches;
                    }

                    @Override
                    public Duration maxClockSkew() {
                        return Duration.ofDays(1);
                    }
                };
        new BoundedBatches(
                        inputs,
                        new SummaryTable(),
                        settings,
                        lane,
                        4,
                        () -> full,
                        time,
                        time::nanoTime)
                .invoke(
                        batch -> {
                            assertNotEquals(0, batch.closedAt());
                            batches.add(batch.events());
                            batch.groupByUserId();
                        })
                .subscribe()
                .withSubscriber(downstream);
    }

    @Test
    void aLoneEventIsKeptForTheWholeTimeoutButNoLonger() {
        event(Duration.ZERO);
        pass(Duration.ofMillis(4_900));
        assertEquals(List.of(), batches);
        pass(Duration.ofMillis(200));
        assertEquals(List.of(1), batches);
    }

    @Test
    void whatAnEventHadWaitedBeforeItWasReadCounts() {
        event(Duration.ofSeconds(11));
        pass(Duration.ofMillis(900));
        assertEquals(List.of(), batches);
        pass(Duration.ofMillis(200));
        assertEquals(List.of(1), batches);
    }

    @Test
    void itCountsAlsoInABatchThatIsOpenAlready() {
        event(Duration.ZERO);
        pass(Duration.ofMillis(100));
        event(Duration.ofSeconds(11));
        pass(Duration.ofMillis(900));
        assertEquals(List.of(), batches);
        pass(Duration.ofMillis(200));
        assertEquals(List.of(2), batches);
    }

    @Test
    void aBacklogThatKeepsComingIsCutNoFinerForItsAge() {
        for (int i = 0; i < SIZE; i++) {
            event(Duration.ofDays(1));
            pass(Duration.ofMillis(500));
        }
        assertEquals(List.of(SIZE), batches);
    }

    @Test
    void anEventWithoutATimeOfItsTopicIsKeptForTheWholeTimeout() {
        event(-1);
        pass(Duration.ofMillis(4_900));
        assertEquals(List.of(), batches);
    }

    @Test
    void aBatchThatIsClosedBecauseMemoryIsWantedLeavesOnce() {
        full = true;
        event(Duration.ZERO);
        assertEquals(List.of(1), batches);
        underWay = 4;
        event(Duration.ZERO);
        assertEquals(List.of(1, 1), batches);
    }

    @Test
    void theLastBatchEndsTheStreamAlsoIfItWasClosedBecauseMemoryIsWanted() {
        maxBatches = 1;
        subscribe();
        full = true;
        event(Duration.ZERO);
        downstream.assertCompleted();
    }

    @Test
    void theEndOfTheStreamHasWhatWaitsLeaveOnce() {
        event(Duration.ZERO);
        inputs.onNext(BatchInput.END_OF_STREAM);
        assertEquals(List.of(1), batches);
        underWay = 4;
        for (int i = 0; i < SIZE; i++) {
            event(Duration.ZERO);
        }
        assertEquals(List.of(1), batches);
        inputs.onNext(BatchInput.END_OF_STREAM);
        assertEquals(List.of(1, SIZE), batches);
    }

    @Test
    void whatWaitsBecauseMuchIsUnderWayLeavesOnceLessIs() {
        underWay = 4;
        nineEvents();
        assertEquals(List.of(), batches);
        underWay = 3;
        lane.lessIsUnderWay();
        assertEquals(List.of(SIZE), batches);
    }

    @Test
    void whatWaitsBehindMuchThatIsUnderWayLeavesAllTheSameInTheEnd() {
        underWay = 4;
        nineEvents();
        pass(Conflation.LONGEST.minusMillis(10));
        assertEquals(List.of(), batches);
        pass(Duration.ofMillis(20));
        assertEquals(List.of(SIZE), batches);
    }

    @Test
    void batchesOfABacklogLeaveAsOneOnceNothingFollows() {
        for (int i = 0; i < 3; i++) {
            poll(Conflation.LARGE_POLL, SIZE, 1);
        }
        assertEquals(List.of(), batches);
        pass(Conflation.GAP.plusMillis(1));
        assertEquals(List.of(3 * SIZE), batches);
    }

    @Test
    void aPollOfABacklogThatTakesLongToReadIsNotCutIntoSmallBatchesForThat() {
        Duration each = Conflation.GAP.dividedBy(2);
        inputs.onNext(slowPoll(Conflation.LARGE_POLL, 4 * SIZE, each));
        assertEquals(List.of(), batches);
        pass(Conflation.GAP.minusMillis(1));
        assertEquals(List.of(), batches);
        pass(Duration.ofMillis(2));
        assertEquals(List.of(4 * SIZE), batches);
    }

    @Test
    void aBatchThatIsOverdueTakesNoMoreEventsHoweverLateTheTimerIs() {
        event(-1);
        time.passUnnoticed(Duration.ofSeconds(5).toNanos());
        event(-1);
        assertEquals(List.of(1), batches);
    }

    @Test
    void theLastBatchEndsTheStreamAlsoIfItWasClosedByItsTimeout() {
        maxBatches = 1;
        subscribe();
        event(-1);
        pass(Duration.ofSeconds(6));
        assertEquals(List.of(1), batches);
        downstream.assertCompleted();
    }

    @Test
    void whereNoEventWasReadNoBatchIsClosed() {
        inputs.onNext(BatchInput.END_OF_STREAM);
        full = true;
        poll(1, 0, 1);
        assertEquals(List.of(), batches);
    }

    @Test
    void aBatchThatOnlyPublishesUsersAgainIsNoneOfThoseThatAreCounted() {
        maxBatches = 1;
        subscribe();
        inputs.onNext(BatchInput.REPUBLISH);
        assertEquals(List.of(0), batches);
        nineEvents();
        assertEquals(List.of(0, SIZE), batches);
        downstream.assertCompleted();
    }

    private void nineEvents() {
        poll(SIZE, SIZE, System.currentTimeMillis());
    }

    private void event(Duration ago) {
        event(System.currentTimeMillis() - ago.toMillis());
    }

    private void event(long appended) {
        poll(1, 1, appended);
    }

    /** So many records, of which so many are valid events. */
    private void poll(int records, int events, long appended) {
        inputs.onNext(input(records, events, appended, Duration.ZERO));
    }

    /** The same long ago, with so much time that each batch takes to be filled. */
    private BatchInput slowPoll(int records, int events, Duration each) {
        return input(records, events, 1, each);
    }

    private BatchInput input(int records, int events, long appended, Duration each) {
        return new BatchInput() {
            private int left = events;

            @Override
            public int size() {
                return records;
            }

            @Override
            public boolean fill(EventBatch open, int size) {
                time.passUnnoticed(each.toNanos());
                while (left > 0 && open.events() < size) {
                    open.add(Events.userId("a"), 1, appended, PARTITION);
                    left--;
                }
                return open.events() >= size;
            }
        };
    }

    private void pass(Duration duration) {
        time.pass(duration.toNanos());
    }
}
