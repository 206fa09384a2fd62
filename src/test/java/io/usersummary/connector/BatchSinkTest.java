package io.usersummary.connector;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.reactive.messaging.health.HealthReport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
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
    private BatchSink sender;

    private static MockProducer<byte[], byte[]> producer(boolean answers) {
        return new MockProducer<>(
                answers, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private record Values(List<String> values) implements RecordBatch {
        @Override
        public int size() {
            return values.size();
        }

        @Override
        public void records(String topic, Consumer<ProducerRecord<byte[], byte[]>> sender) {
            values.forEach(v -> sender.accept(new ProducerRecord<>(topic, v.getBytes())));
        }
    }

    private void start(Duration silence) {
        sender = new BatchSink("summaries", "output", producers::remove, health, silence);
        sender.onSubscribe(
                new Flow.Subscription() {
                    @Override
                    public void request(long n) {}

                    @Override
                    public void cancel() {}
                });
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
        HealthReport.HealthReportBuilder report = HealthReport.builder();
        health.readiness(report);
        return report.build().isOk();
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
}
