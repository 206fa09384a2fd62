package io.usersummary.connector;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.reactive.messaging.health.HealthReport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollSourceTest {

    private static final TopicPartition PARTITION = new TopicPartition("input", 0);

    private final MockConsumer<ByteBuffer, ByteBuffer> consumer = new MockConsumer<>("earliest");
    private final List<LostOffsets> lost = new CopyOnWriteArrayList<>();
    private final Uuid topicId = Uuid.randomUuid();
    private final ChannelHealth health = new ChannelHealth("events", lost::add);
    private final Downstream downstream = new Downstream();
    private final PollSource loop =
            new PollSource(
                    "events",
                    new GroupSubscription(
                            "input",
                            Duration.ofMillis(1),
                            OffsetReset.EARLIEST,
                            () -> Optional.of(topicId),
                            health),
                    () -> consumer,
                    () -> {},
                    health,
                    downstream,
                    Duration.ofSeconds(2));

    /** Keeps what it gets, or throws. */
    private static final class Downstream
            implements Flow.Subscriber<Message<ConsumerRecords<ByteBuffer, ByteBuffer>>> {
        private final List<Message<ConsumerRecords<ByteBuffer, ByteBuffer>>> messages =
                new CopyOnWriteArrayList<>();
        private volatile boolean throwing;
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
            completed = true;
            messages.forEach(Message::ack);
        }
    }

    @AfterEach
    void stop() {
        loop.stop();
    }

    private void start() {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(PARTITION)));
        loop.request(1);
        await().until(() -> consumer.assignment().contains(PARTITION));
    }

    private void arrive(long offset) {
        consumer.schedulePollTask(
                () ->
                        consumer.addRecord(
                                new ConsumerRecord<>(
                                        "input", 0, offset, null, ByteBuffer.allocate(1))));
    }

    private boolean live() {
        HealthReport.HealthReportBuilder report = HealthReport.builder();
        health.liveness(report);
        return report.build().isOk();
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
    void stopLetsDownstreamFinishAndKeepsWhatItAcknowledges() {
        start();
        arrive(0);
        await().until(() -> downstream.messages.size() == 1);
        loop.stop();
        assertTrue(downstream.completed);
        assertTrue(consumer.closed());
        assertTrue(live());
    }
}
