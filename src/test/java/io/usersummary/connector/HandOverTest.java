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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test's own thread is the one that polls. */
class HandOverTest {

    private static final TopicPartition PARTITION = new TopicPartition("input", 0);
    private static final int LARGE = HandOver.LARGE_POLL;

    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private final AtomicReference<Throwable> fault = new AtomicReference<>();
    private final List<Integer> takenIn = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore mayTakeIn = new Semaphore(0);
    private Flow.Subscriber<? super Message<ConsumerRecords<String, String>>> polls;
    private volatile long requested;
    private volatile boolean throwing;

    private final AssertSubscriber<Message<ConsumerRecords<String, String>>> downstream =
            new HandOver<>(
                            Multi.createFrom()
                                    .<Message<ConsumerRecords<String, String>>>publisher(
                                            subscriber -> {
                                                polls = subscriber;
                                                subscriber.onSubscribe(new Polls());
                                            }),
                            0,
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
            request(1);
        }
    }

    @AfterEach
    void stop() {
        other.shutdownNow();
    }

    private void poll(int records) {
        ConsumerRecord<String, String> record = new ConsumerRecord<>("input", 0, 0, null, "event");
        polls.onNext(
                Message.of(
                        new ConsumerRecords<>(
                                Map.of(PARTITION, Collections.nCopies(records, record)),
                                Map.of())));
    }

    @Test
    void asksForNoMoreThanItIsAskedForItself() {
        assertEquals(0, requested);
        downstream.request(1);
        assertEquals(1, requested);
        mayTakeIn.release();
        poll(1);
        assertEquals(2, requested);
    }

    @Test
    void asksForSomePollsMoreThatWaitHere() {
        long[] asked = {0};
        AssertSubscriber<Message<ConsumerRecords<String, String>>> one =
                new HandOver<>(
                                Multi.createFrom()
                                        .<Message<ConsumerRecords<String, String>>>nothing()
                                        .onRequest()
                                        .invoke(more -> asked[0] += more),
                                8,
                                other,
                                fault::set)
                        .subscribe()
                        .withSubscriber(AssertSubscriber.create(0));
        assertEquals(0, asked[0]);
        one.request(1);
        assertEquals(9, asked[0]);
        one.request(1);
        assertEquals(10, asked[0]);
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
}
