package io.usersummary.connector;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.event.Event;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchSinkTest {

    private final ChannelHealth health = new ChannelHealth("summaries", lost -> {});
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final MockProducer<byte[], byte[]> first = producer(false);
    private final MockProducer<byte[], byte[]> second = producer(true);
    private final Queue<Producer<byte[], byte[]>> producers =
            new ArrayDeque<>(List.of(first, second));
    private long requested;
    private final Flow.Subscription subscription =
            new Flow.Subscription() {
                @Override
                public void request(long n) {
                    requested += n;
                }

                @Override
                public void cancel() {}
            };

    private BatchSink sender;

    private static MockProducer<byte[], byte[]> producer(boolean answers) {
        return new MockProducer<>(
                answers, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private record Values(List<String> values) implements RecordBatch {
        @Override
        public int size() {
            return values == null ? 1 : values.size();
        }

        @Override
        public void records(String topic, Consumer<ProducerRecord<byte[], byte[]>> sender) {
            values.forEach(v -> sender.accept(new ProducerRecord<>(topic, v.getBytes())));
        }
    }

    private volatile boolean fits = true;

    private void begin(Supplier<Producer<byte[], byte[]>> producers, Duration silence) {
        sender = new BatchSink("summaries", "output", producers, () -> fits, health, silence);
        sender.onSubscribe(subscription);
    }

    private void start(Duration silence) {
        begin(producers::remove, silence);
        sender.onNext(
                Message.of(
                        new Values(List.of("a", "b")),
                        () -> {
                            acknowledged.incrementAndGet();
                            return CompletableFuture.completedFuture(null);
                        }));
        await().until(() -> first.history().size() >= 2);
    }

    @AfterEach
    void close() {
        sender.close(Duration.ofSeconds(1));
    }

    private boolean ready() {
        return readiness().equals("UP");
    }

    private String readiness() {
        return Reported.readiness(health);
    }

    @Test
    void messageIsAcknowledgedWhenItsLastRecordIsDurableAndNotBefore() {
        start(Duration.ofHours(1));
        first.completeNext();
        assertEquals(0, acknowledged.get());
        first.completeNext();
        assertEquals(1, acknowledged.get());
        assertTrue(ready());
    }

    @Test
    void recordsThatExpiredTogetherAreSentAgainApart() {
        start(Duration.ofHours(1));
        first.errorNext(new TimeoutException("expired"));
        first.errorNext(new TimeoutException("expired"));
        await().pollInterval(Duration.ofMillis(1)).until(() -> first.history().size() == 3);
        long sent = System.nanoTime();
        await().pollInterval(Duration.ofMillis(1)).until(() -> first.history().size() == 4);
        assertTrue(System.nanoTime() - sent > 50_000_000, "sent again in one batch");
    }

    @Test
    void producerWhoseBatchesTheTopicDoesNotTakeAnyMoreIsReplaced() {
        start(Duration.ofHours(1));
        fits = false;
        first.errorNext(new TimeoutException("expired"));
        first.errorNext(new TimeoutException("expired"));
        await().until(() -> acknowledged.get() == 1);
        assertEquals(2, second.history().size());
        assertTrue(first.closed());
    }

    @Test
    void recordThatIsRefusedIsSentAgainAndHealthSaysSoMeanwhile() {
        start(Duration.ofHours(1));
        first.completeNext();
        first.errorNext(new RecordTooLargeException("too large"));
        assertFalse(ready());
        await().until(() -> first.history().size() == 3);
        assertEquals(0, acknowledged.get());
        first.completeNext();
        assertEquals(1, acknowledged.get());
        assertTrue(ready());
    }

    @Test
    void producerThatFallsSilentIsReplacedAndNothingIsLost() {
        start(Duration.ofMillis(200));
        await().until(() -> acknowledged.get() == 1);
        assertEquals(2, second.history().size());
        assertTrue(first.closed());
    }

    @Test
    void producerThatWasNotLetInIsReplacedOnceAndNothingIsLost() {
        start(Duration.ofHours(1));
        first.errorNext(new SslAuthenticationException("certificate expired"));
        first.errorNext(new SslAuthenticationException("certificate expired"));
        await().until(() -> acknowledged.get() == 1);
        assertEquals(2, second.history().size());
        assertTrue(first.closed());
        assertFalse(second.closed());
        assertTrue(ready());
    }

    @Test
    void closesAtOnceWhileItWaitsForABroker() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        begin(
                () -> {
                    waits.countDown();
                    return waitForEver();
                },
                Duration.ofHours(1));
        waits.await();
        assertTimeout(Duration.ofSeconds(10), () -> sender.close(Duration.ofMinutes(1)));
        assertTrue(live());
    }

    private static Producer<byte[], byte[]> waitForEver() {
        try {
            new CountDownLatch(1).await();
            throw new AssertionError("waited");
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private boolean live() {
        return Reported.live(health);
    }

    private static Message<RecordBatch> message(RecordBatch batch, Runnable acknowledgement) {
        return Message.of(
                batch,
                () -> {
                    acknowledgement.run();
                    return CompletableFuture.completedFuture(null);
                });
    }

    @Test
    void isNotReadyAsLongAsOneRecordIsTriedAgainWhateverIsWrittenMeanwhile() {
        start(Duration.ofHours(1));
        first.completeNext();
        first.errorNext(new TimeoutException("no leader"));
        sender.onNext(message(new Values(List.of("other")), acknowledged::incrementAndGet));
        await().until(() -> first.history().size() == 3);
        first.completeNext();
        assertEquals(1, acknowledged.get());
        assertFalse(ready());
        await().until(() -> first.history().size() == 4);
        first.completeNext();
        assertTrue(ready());
    }

    @Test
    void acknowledgementThatThrowsMakesTheChannelNotLive() {
        start(Duration.ofHours(1));
        Runnable fault =
                () -> {
                    throw new IllegalStateException("a fault of our own");
                };
        sender.onNext(message(new Values(List.of("c")), fault));
        await().until(() -> first.history().size() == 3);
        first.completeNext();
        first.completeNext();
        assertTrue(live());
        first.completeNext();
        assertFalse(live());
    }

    @Test
    void batchThatCannotMakeItsRecordsMakesTheChannelNotLive() {
        start(Duration.ofHours(1));
        sender.onNext(message(new Values(null), () -> {}));
        await().until(() -> !live());
    }

    @Test
    void producersBeyondRepairAreMadeOneAtATimeSeldomAndShownOnce() throws Exception {
        List<MockProducer<byte[], byte[]>> made = new CopyOnWriteArrayList<>();
        AtomicInteger shown = new AtomicInteger();
        Supplier<Producer<byte[], byte[]>> fenced =
                () -> {
                    assertTrue(made.stream().allMatch(MockProducer::closed), "two at a time");
                    MockProducer<byte[], byte[]> producer = producer(true);
                    producer.sendException = new ProducerFencedException("another took over");
                    made.add(producer);
                    return producer;
                };
        begin(ObservedClients.producers(fenced, counting(shown)), Duration.ofHours(1));
        for (int i = 0; i < 100; i++) {
            sender.onNext(message(new Values(List.of("a" + i, "b")), () -> {}));
        }
        await().until(() -> made.size() == 3);
        assertEquals(1, shown.get());
        assertFalse(ready());
        assertTrue(live());
        Thread.sleep(500);
        assertEquals(3, made.size(), "the pause before the next doubles");
    }

    @SuppressWarnings("unchecked")
    private static Event<Producer<?, ?>> counting(AtomicInteger fired) {
        return (Event<Producer<?, ?>>)
                Proxy.newProxyInstance(
                        Event.class.getClassLoader(),
                        new Class<?>[] {Event.class},
                        (self, method, arguments) -> {
                            fired.incrementAndGet();
                            return null;
                        });
    }

    @Test
    void producerThatCannotBeMadeIsSaidBeforeThereIsAnythingToWrite() {
        begin(
                () -> {
                    throw new KafkaException(
                            "Failed to construct kafka producer",
                            new IllegalArgumentException("no such partitioner"));
                },
                Duration.ofHours(1));
        await().until(() -> !ready());
        assertTrue(readiness().contains("no such partitioner"), readiness());
    }

    @Test
    void takesWhateverComes() {
        start(Duration.ofHours(1));
        assertEquals(Long.MAX_VALUE, requested);
    }

    @Test
    void isReadyOnceAProducerCanBeMadeWithoutAnythingToWrite() {
        AtomicInteger tried = new AtomicInteger();
        begin(
                () -> {
                    if (tried.incrementAndGet() == 1) {
                        throw new KafkaException("not yet");
                    }
                    return second;
                },
                Duration.ofHours(1));
        await().until(() -> !ready());
        await().until(this::ready);
        assertEquals(2, tried.get());
    }

    @Test
    void isReadyOnceWhatFailedIsWrittenWhateverElseIsOnItsWay() {
        start(Duration.ofHours(1));
        first.completeNext();
        first.errorNext(new TimeoutException("no leader"));
        await().until(() -> first.history().size() == 3);
        sender.onNext(message(new Values(List.of("other")), acknowledged::incrementAndGet));
        await().until(() -> first.history().size() == 4);
        assertFalse(ready());
        first.completeNext();
        assertTrue(ready());
        assertEquals(1, acknowledged.get());
    }

    @Test
    void saysThatAProducerDoesNotAnswerUntilTheNextOneDoes() {
        MockProducer<byte[], byte[]> hesitant = producer(false);
        producers.remove(second);
        producers.add(hesitant);
        start(Duration.ofSeconds(1));
        await().until(() -> hesitant.history().size() == 2);
        assertTrue(readiness().contains("the producer does not answer"), readiness());
        assertEquals(0, acknowledged.get());
        while (hesitant.completeNext()) {}
        await().until(() -> acknowledged.get() == 1);
        assertTrue(ready());
    }

    @Test
    void closesWithItsProducerAsSoonAsThatHasWhatIsOnItsWay() {
        start(Duration.ofHours(1));
        assertTimeout(Duration.ofSeconds(10), () -> sender.close(Duration.ofMinutes(1)));
        assertTrue(first.closed());
        sender.onNext(message(new Values(List.of("late")), acknowledged::incrementAndGet));
        assertEquals(2, first.history().size());
        assertTrue(live());
    }
}
