package io.usersummary.connector;

import static org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation.LEAVE_GROUP;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

/**
 * An incoming channel: one thread that polls one Kafka consumer and emits each poll as one message,
 * when a message is asked for. It reads one poll ahead. While that is not asked for, it pauses its
 * partitions but keeps polling, so that it stays in its group; that is how back-pressure reaches
 * the broker.
 *
 * <p>Everything is emitted on the polling thread; {@link HandOver} may take it to another. A broker
 * that cannot be reached is waited for; an exception that comes from downstream ends the channel.
 */
final class PollSource implements Flow.Subscription, Runnable {

    private static final Logger LOG = Logger.getLogger(PollSource.class);
    private static final Duration POLL = Duration.ofMillis(200);

    /** What is acknowledged meanwhile is to be committed soon. */
    private static final Duration SHORT_POLL = Duration.ofMillis(50);

    private static final Duration WAIT_FOR_DEMAND = Duration.ofMillis(50);
    private static final Duration CLOSE = Duration.ofSeconds(3);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);
    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

    /** A static member leaves, too: its partitions go to another at once. */
    private static final CloseOptions LEAVE =
            CloseOptions.timeout(CLOSE).withGroupMembershipOperation(LEAVE_GROUP);

    private final String channel;
    private final Subscription subscription;
    private final Supplier<Consumer<ByteBuffer, ByteBuffer>> consumers;
    private final PollBudget budget;
    private final UnreadablePartitions unreadable;
    private final Runnable ready;
    private final ChannelHealth health;
    private final Flow.Subscriber<? super Message<ConsumerRecords<ByteBuffer, ByteBuffer>>>
            downstream;
    private final Duration grace;
    private final Thread thread;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicLong demand = new AtomicLong();
    private final Queue<Held> held = new ArrayDeque<>();
    private Consumer<ByteBuffer, ByteBuffer> consumer;
    private int attempts;
    private boolean quiet;
    private volatile boolean cancelled;
    private volatile boolean connected;
    private volatile boolean stopping;
    private volatile Throwable fault;

    /**
     * @param budget of the consumers' polls
     * @param unreadable what becomes of partitions that cannot be read
     * @param ready returns when the topics exist, or is interrupted
     * @param grace how long a stop waits for what was emitted to be acknowledged
     */
    PollSource(
            String channel,
            Subscription subscription,
            Supplier<Consumer<ByteBuffer, ByteBuffer>> consumers,
            PollBudget budget,
            UnreadablePartitions unreadable,
            Runnable ready,
            ChannelHealth health,
            Flow.Subscriber<? super Message<ConsumerRecords<ByteBuffer, ByteBuffer>>> downstream,
            Duration grace) {
        this.channel = channel;
        this.subscription = subscription;
        this.consumers = consumers;
        this.budget = budget;
        this.unreadable = unreadable;
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

    /** What was emitted could not be taken in, which was found on another thread: the end. */
    void fault(Throwable e) {
        fault = e;
        LockSupport.unpark(thread);
    }

    /** Has the loop end, and returns at once. */
    void beginStop() {
        stopping = true;
        if (!started.get()) {
            return;
        }
        if (connected) {
            LockSupport.unpark(thread);
        } else {
            thread.interrupt();
        }
    }

    /** Waits for the end of the loop; the open work is finished or given back. */
    void awaitStop() {
        if (!started.get()) {
            return;
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
            connected = true;
            while (!stopping && fault == null) {
                step();
            }
            if (fault != null) {
                throw fault;
            }
            finish();
        } catch (Throwable e) {
            if (!stopping) {
                fail(e);
                downstream.onError(e);
            }
        } finally {
            closeClient();
        }
    }

    /** One step of the thread's life: makes a client if there is none, or polls once. */
    private void step() {
        boolean wanted = awaitRoom();
        try {
            if (consumer == null) {
                open();
            }
            subscription.betweenPolls(consumer, quiet);
            if (subscription.needsNewClient()) {
                closeClient();
                return;
            }
            ConsumerRecords<ByteBuffer, ByteBuffer> records = poll(wanted);
            if (subscription.isEstablished(consumer)) {
                attempts = 0;
                health.healthy();
            } else {
                health.notEstablished(subscription.wanted());
            }
            quiet = records.isEmpty();
            unreadable.read(records);
            unreadable.look(consumer);
            hold(records);
        } catch (WakeupException e) {
            return;
        } catch (InterruptException | RecordDeserializationException e) {
            throw e; // Neither gets better: somebody wants a stop, or a record never fits.
        } catch (KafkaException e) {
            retryLater(e);
        }
        emitHeld();
    }

    private void open() {
        consumer = consumers.get();
        try {
            subscription.begin(consumer);
        } catch (KafkaException e) {
            closeClient();
            throw e;
        }
    }

    private ConsumerRecords<ByteBuffer, ByteBuffer> poll(boolean wanted) {
        pause(wanted ? unreadable.toLeaveAlone(consumer.assignment()) : consumer.assignment());
        budget.begin();
        try {
            return consumer.poll(!wanted ? Duration.ZERO : isSettled() ? POLL : SHORT_POLL);
        } catch (InvalidOffsetException e) {
            subscription.reposition(consumer, e);
            return ConsumerRecords.empty();
        } catch (KafkaException e) {
            if (unreadable.noted(consumer, e)) {
                return ConsumerRecords.empty();
            }
            throw e;
        }
    }

    /** Whether there is nothing to look after but what comes. */
    private boolean isSettled() {
        return subscription.tracker().isCommitted();
    }

    /** Pauses these partitions and no others. */
    private void pause(Set<TopicPartition> partitions) {
        Set<TopicPartition> paused = consumer.paused();
        if (!paused.equals(partitions)) {
            consumer.resume(paused);
            consumer.pause(partitions);
        }
    }

    /**
     * Keeps a poll until it is asked for; then, how far partitions moved on without a record. That
     * comes last: it may be a position behind the records of this poll.
     */
    private void hold(ConsumerRecords<ByteBuffer, ByteBuffer> records) {
        if (!records.nextOffsets().isEmpty()) {
            held.add(
                    new Held(
                            records,
                            subscription.tracker().polled(records.nextOffsets()),
                            new PollSize(budget.used())));
        }
        Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>(subscription.moved(consumer));
        moved.putAll(unreadable.moved());
        if (!moved.isEmpty()) {
            held.add(
                    new Held(
                            new ConsumerRecords<>(Map.of(), moved),
                            subscription.tracker().polled(moved),
                            new PollSize(0)));
        }
    }

    /** Waits a moment for what is held to be asked for; whether more may be read now. */
    private boolean awaitRoom() {
        long until = System.nanoTime() + WAIT_FOR_DEMAND.toNanos();
        long left = WAIT_FOR_DEMAND.toNanos();
        while ((cancelled || !held.isEmpty()) && left > 0 && !stopping && fault == null) {
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

    private void emit(Held poll) {
        if (demand.get() != Long.MAX_VALUE) {
            demand.decrementAndGet();
        }
        OffsetTracker.Polled offsets = poll.offsets;
        offsets.emitted();
        PartialAcknowledgement part = offsets::acknowledged;
        downstream.onNext(
                Message.of(
                        poll.records,
                        Metadata.of(part, poll.size),
                        () -> {
                            offsets.acknowledged();
                            return DONE;
                        },
                        failure -> {
                            fail(failure);
                            return DONE;
                        }));
    }

    /** What was not acknowledged is never committed: somebody has to start the service again. */
    private void fail(Throwable failure) {
        cancelled = true;
        health.failed(failure);
        if (failure instanceof RecordDeserializationException record) {
            LastWords.tooLarge(channel, record);
        } else if (failure instanceof OutOfMemoryError) {
            LastWords.outOfMemory("reading for channel " + channel + where());
        }
    }

    /** The client remembers which partition it could not go on with. */
    private String where() {
        try {
            consumer.poll(Duration.ZERO);
            return "";
        } catch (KafkaException e) {
            return UnreadablePartitions.partition(e, consumer.assignment())
                    .map(
                            p ->
                                    ", partition %s at or after offset %d"
                                            .formatted(p, consumer.position(p)))
                    .orElse("");
        } catch (RuntimeException | OutOfMemoryError e) {
            return "";
        }
    }

    /** Lets downstream finish what it has, and keeps that. */
    private void finish() {
        long deadline = System.nanoTime() + grace.toNanos();
        if (!cancelled) {
            downstream.onComplete();
            while (!subscription.tracker().settled() && System.nanoTime() < deadline) {
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
        }
        if (consumer != null) {
            subscription.end(consumer, grace);
        }
    }

    /** Says what is wrong and waits: the longer, the more clients were made in vain. */
    private void retryLater(KafkaException e) {
        health.retrying(e);
        Duration pause = RETRY;
        if (isFatal(e)) {
            closeClient();
            pause = min(RETRY.multipliedBy(1L << Math.min(attempts++, 5)), LONGEST_RETRY);
        }
        long until = System.nanoTime() + pause.toNanos();
        while (!stopping && until - System.nanoTime() > 0) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /**
     * Whether the client may be of no use any more. The one of the newer group protocol says so
     * once, and then answers with empty polls for ever.
     */
    private static boolean isFatal(KafkaException e) {
        return !(e instanceof RetriableException || e instanceof TopicAuthorizationException);
    }

    private void closeClient() {
        if (consumer == null) {
            return;
        }
        Consumer<ByteBuffer, ByteBuffer> old = consumer;
        consumer = null;
        held.clear();
        try {
            old.close(LEAVE);
        } catch (KafkaException e) {
            LOG.debugf("A client did not close as it should: %s", e.getMessage());
        }
    }

    /** A poll that waits to be asked for. */
    private record Held(
            ConsumerRecords<ByteBuffer, ByteBuffer> records,
            OffsetTracker.Polled offsets,
            PollSize size) {}
}
