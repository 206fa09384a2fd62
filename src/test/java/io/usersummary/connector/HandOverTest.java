package io.usersummary.connector;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test's own thread is the one that polls. */
class HandOverTest {

    private static final TopicPartition PARTITION = new TopicPartition("input", 0);
    private static final int LARGE = HandOver.LARGE_POLL;
    private static final int AHEAD = 3;
    private static final int AHEAD_BYTES = 1_000;

    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private final AtomicReference<Throwable> fault = new AtomicReference<>();
    private final List<Integer> takenIn = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore mayTakeIn = new Semaphore(0);
    private Flow.Subscriber<? super Message<ConsumerRecords<String, String>>> polls;
    private volatile long requested;
    private long polled;
    private volatile boolean throwing;
    private volatile boolean wantsMore = true;

    private final AssertSubscriber<Message<ConsumerRecords<String, String>>> downstream =
            new HandOver<>(
                            Multi.createFrom()
                                    .<Message<ConsumerRecords<String, String>>>publisher(
                                            subscriber -> {
                                                polls = subscriber;
                                                subscriber.onSubscribe(new Polls());
                                            }),
                            new MemoryLimit.Polls(1_000, AHEAD, AHEAD_BYTES),
                            other,
                            fault::set)
                    .subscribe()
                    .withSubscriber(new TakesIn());

    private final class Polls implements Flow.Subscription {
        @Override
        public void request(long more) {
            requested += more;
        }

        @Override
        public void cancel() {}
    }

    /** Asks for one poll at a time, as the processor does. */
    private final class TakesIn extends AssertSubscriber<Message<ConsumerRecords<String, String>>> {
        TakesIn() {
            super(0);
        }

        @Override
        public void onItem(Message<ConsumerRecords<String, String>> poll) {
            if (throwing) {
                throw new IllegalStateException("a fault of our own");
            }
            mayTakeIn.acquireUninterruptibly();
            takenIn.add(poll.getPayload().count());
            threads.add(Thread.currentThread());
            super.onItem(poll);
            if (wantsMore) {
                request(1);
            }
        }
    }

    @AfterEach
    void stop() {
        other.shutdownNow();
    }

    private void poll(int records) {
        poll(records, 1);
    }

    /** Polls once that is asked for: it may be the other thread that asks. */
    private void poll(int records, long bytes) {
        await("asked for").until(() -> requested > polled);
        polled++;
        ConsumerRecord<String, String> record = new ConsumerRecord<>("input", 0, 0, null, "event");
        polls.onNext(
                Message.of(
                        new ConsumerRecords<>(
                                Map.of(PARTITION, Collections.nCopies(records, record)), Map.of()),
                        Metadata.of(new PollSize(bytes))));
    }

    @Test
    void asksForNothingBeforeItIsAskedItself() {
        assertEquals(0, requested);
        downstream.request(1);
        assertEquals(1, requested);
        mayTakeIn.release();
        poll(1);
        assertEquals(2, requested);
    }

    @Test
    void asksForSomePollsMoreThatWaitUntilTheyAreAskedFor() {
        wantsMore = false;
        downstream.request(1);
        mayTakeIn.release(10);
        poll(1);
        assertEquals(List.of(1), takenIn);
        poll(2);
        poll(3);
        poll(4);
        assertEquals(polled, requested);
        assertEquals(List.of(1), takenIn);
        downstream.request(2);
        await().until(() -> takenIn.size() == 3);
        assertEquals(List.of(1, 2, 3), takenIn);
        await().until(() -> requested == polled + 1);
        poll(5);
        poll(6);
        assertEquals(polled, requested);
        assertEquals(List.of(1, 2, 3), takenIn);
    }

    @Test
    void asksForNoMoreThatWaitThanMemoryAllowsIfTheNextIsLikeTheLast() {
        wantsMore = false;
        downstream.request(1);
        mayTakeIn.release(10);
        poll(1, 10);
        poll(2, AHEAD_BYTES / 2);
        poll(3, AHEAD_BYTES / 4);
        poll(4, 1);
        assertEquals(polled, requested);
        downstream.request(3);
        await().until(() -> takenIn.size() == 4);
        poll(5, AHEAD_BYTES + 1);
        assertEquals(polled, requested);
        downstream.request(1);
        await().until(() -> takenIn.size() == 5);
        assertEquals(polled, requested, "one as large as the last");
        downstream.request(1);
        assertEquals(polled + 1, requested);
    }

    @Test
    void asksForTheNextWhileOneIsTakenIn() {
        downstream.request(1);
        poll(LARGE, 600);
        poll(LARGE, 600);
        assertEquals(polled, requested);
        mayTakeIn.release();
        await().until(() -> requested == polled + 1);
        assertEquals(1, takenIn.size());
        mayTakeIn.release();
    }

    @Test
    void dropsWhatWaitsWhenNothingIsWantedAnyMore() {
        wantsMore = false;
        downstream.request(1);
        mayTakeIn.release(10);
        poll(1);
        poll(2);
        downstream.cancel();
        downstream.request(1);
        poll(3);
        polls.onComplete();
        assertEquals(List.of(1), takenIn);
        downstream.assertNotTerminated();
    }

    @Test
    void smallPollsAreTakenInOnTheThreadThatPolls() {
        downstream.request(1);
        mayTakeIn.release(2);
        poll(1);
        poll(LARGE - 1);
        assertEquals(List.of(1, LARGE - 1), takenIn);
        assertSame(Thread.currentThread(), threads.get(1));
    }

    @Test
    void largePollsAreTakenInOnAnotherThreadAndThoseBehindThemInTheirOrder() {
        downstream.request(1);
        poll(LARGE);
        poll(1);
        poll(2);
        assertEquals(List.of(), takenIn);
        mayTakeIn.release(3);
        await().until(() -> takenIn.size() == 3);
        assertEquals(List.of(LARGE, 1, 2), takenIn);
        assertTrue(threads.stream().noneMatch(thread -> thread == Thread.currentThread()));
        mayTakeIn.release();
        await().until(
                        () -> {
                            poll(3);
                            return threads.get(threads.size() - 1) == Thread.currentThread()
                                    || mayTakeInAgain();
                        });
    }

    private boolean mayTakeInAgain() {
        mayTakeIn.release();
        return false;
    }

    @Test
    void theEndComesBehindThePollsThatWait() {
        downstream.request(1);
        poll(LARGE);
        poll(1);
        polls.onComplete();
        downstream.assertNotTerminated();
        mayTakeIn.release(2);
        downstream.awaitCompletion();
        assertEquals(List.of(LARGE, 1), takenIn);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, LARGE})
    void aFaultIsToldWhicheverThreadItIsOn(int records) {
        downstream.request(1);
        throwing = true;
        poll(records);
        await().until(() -> fault.get() != null);
        assertEquals("a fault of our own", fault.get().getMessage());
    }

    @Test
    void theEndComesAtOnceWhenNothingWaits() {
        downstream.request(1);
        polls.onComplete();
        downstream.assertCompleted();
    }

    @Test
    void whatEndsTheChannelComesBehindThePollsThatWait() {
        downstream.request(1);
        poll(LARGE);
        polls.onError(new IllegalStateException("the end"));
        downstream.assertNotTerminated();
        mayTakeIn.release();
        downstream.awaitFailure();
        downstream.assertFailedWith(IllegalStateException.class, "the end");
        assertEquals(List.of(LARGE), takenIn);
    }
}
