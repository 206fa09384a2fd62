package io.usersummary.connector;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * An incoming channel: one thread that polls one Kafka consumer and emits each poll as one message,
 * when a message is asked for. It reads one poll ahead. While that is not asked for, it pauses its
 * partitions but keeps polling, so that it stays in its group; that is how back-pressure reaches
 * the broker.
 *
 * <p>Everything is emitted on the polling thread. A broker that cannot be reached is waited for; an
 * exception that comes from downstream ends the channel.
 */
final class PollSource implements Flow.Subscription, Runnable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration WAIT_FOR_DEMAND = Duration.ofMillis(50);
    private static final Duration CLOSE = Duration.ofSeconds(3);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Subscription subscription;
    private final Supplier<Consumer<ByteBuffer, ByteBuffer>> consumers;
    private final Runnable ready;
    private final ChannelHealth health;
    private final Flow.Subscriber<? super Message<ConsumerRecords<ByteBuffer, ByteBuffer>>>
            downstream;
    private final Duration grace;
    private final Thread thread;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicLong demand = new AtomicLong();
    private final Queue<ConsumerRecords<ByteBuffer, ByteBuffer>> held = new ArrayDeque<>();
    private volatile boolean cancelled;
    private volatile boolean connected;
    private volatile boolean stopping;

    /**
     * @param ready returns when the topics exist, or is interrupted
     * @param grace how long a stop waits for what was emitted to be acknowledged
     */
    PollSource(
            String channel,
            Subscription subscription,
            Supplier<Consumer<ByteBuffer, ByteBuffer>> consumers,
            Runnable ready,
            ChannelHealth health,
            Flow.Subscriber<? super Message<ConsumerRecords<ByteBuffer, ByteBuffer>>> downstream,
            Duration grace) {
        this.subscription = subscription;
        this.consumers = consumers;
        this.ready = ready;
        this.health = health;
        this.downstream = downstream;
        this.grace = grace;
        this.thread = new Thread(this, channel + "-poll");
        this.thread.setDaemon(true);
    }

    @Override
    public void request(long messages) {
        demand.accumulateAndGet(messages, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
        if (started.compareAndSet(false, true)) {
            thread.start();
        } else {
            LockSupport.unpark(thread);
        }
    }

    /** Nothing more is emitted, but what was can still be acknowledged. */
    @Override
    public void cancel() {
        cancelled = true;
    }

    /** Stops the loop and waits for its end; the open work is finished or given back. */
    void stop() {
        stopping = true;
        if (!started.get()) {
            return;
        }
        if (connected) {
            LockSupport.unpark(thread);
        } else {
            thread.interrupt();
        }
        try {
            thread.join(2 * grace.toMillis());
            thread.interrupt();
            thread.join(CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try {
            ready.run();
            Consumer<ByteBuffer, ByteBuffer> consumer = connect();
            try {
                connected = true;
                while (!stopping) {
                    step(consumer);
                }
                finish(consumer);
            } finally {
                consumer.close(CloseOptions.timeout(CLOSE));
            }
        } catch (Throwable e) {
            if (!stopping) {
                health.failed(e);
                downstream.onError(e);
            }
        }
    }

    private Consumer<ByteBuffer, ByteBuffer> connect() {
        while (!stopping) {
            Consumer<ByteBuffer, ByteBuffer> consumer = null;
            try {
                consumer = consumers.get();
                subscription.begin(consumer);
                return consumer;
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                if (consumer != null) {
                    consumer.close(CloseOptions.timeout(CLOSE));
                }
                retryLater(e);
            }
        }
        throw new InterruptException("stopped before a broker was reached");
    }

    private void step(Consumer<ByteBuffer, ByteBuffer> consumer) {
        boolean wanted = awaitRoom();
        ConsumerRecords<ByteBuffer, ByteBuffer> records;
        try {
            if (wanted) {
                consumer.resume(consumer.paused());
            } else {
                consumer.pause(consumer.assignment());
            }
            subscription.betweenPolls(consumer);
            records = consumer.poll(wanted ? POLL : Duration.ZERO);
            health.healthy();
        } catch (WakeupException e) {
            return;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            retryLater(e);
            return;
        }
        if (!records.nextOffsets().isEmpty()) {
            held.add(records);
        }
        emitHeld();
    }

    /** Waits a moment for what is held to be asked for; whether more may be read now. */
    private boolean awaitRoom() {
        long until = System.nanoTime() + WAIT_FOR_DEMAND.toNanos();
        long left = WAIT_FOR_DEMAND.toNanos();
        while ((cancelled || !held.isEmpty()) && left > 0 && !stopping) {
            LockSupport.parkNanos(left);
            emitHeld();
            left = until - System.nanoTime();
        }
        return held.isEmpty() && !cancelled;
    }

    private void emitHeld() {
        while (demand.get() > 0 && !cancelled && !held.isEmpty()) {
            emit(held.remove());
        }
    }

    private void emit(ConsumerRecords<ByteBuffer, ByteBuffer> records) {
        if (demand.get() != Long.MAX_VALUE) {
            demand.decrementAndGet();
        }
        OffsetTracker tracker = subscription.tracker();
        Map<TopicPartition, Long> next = new HashMap<>();
        records.nextOffsets().forEach((partition, offset) -> next.put(partition, offset.offset()));
        tracker.emitted(next);
        PartialAcknowledgement part = tracker::acknowledged;
        downstream.onNext(
                Message.of(
                        records,
                        Metadata.of(part),
                        () -> {
                            tracker.acknowledged(next);
                            return CompletableFuture.completedFuture(null);
                        }));
    }

    /** Lets downstream finish what it has, and keeps that. */
    private void finish(Consumer<ByteBuffer, ByteBuffer> consumer) {
        long deadline = System.nanoTime() + grace.toNanos();
        if (!cancelled) {
            downstream.onComplete();
            while (!subscription.tracker().settled() && System.nanoTime() < deadline) {
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
        }
        subscription.end(consumer, grace);
    }

    private void retryLater(KafkaException e) {
        health.retrying(e);
        LockSupport.parkNanos(RETRY.toNanos());
    }
}
