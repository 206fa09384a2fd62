package io.usersummary.connector;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * An outgoing channel: sends each message's records from one thread of its own and acknowledges the
 * message, on the producer's thread, when all of them are durable.
 *
 * <p>A record that cannot be written is tried again until it can: giving up would lose what it
 * covers. Until then the message stays unacknowledged and the channel is not ready. How much may be
 * on its way is for the upstream to bound; it asks for everything.
 */
final class BatchSink implements Flow.Subscriber<Message<?>> {

    private static final Duration RETRY = Duration.ofSeconds(1);

    /**
     * Where it is not known how much the topic takes, records that expired together may have been
     * in one batch that is larger, and which the producer splits into itself. Sent again at
     * different times, each is in a batch of its own.
     */
    private static final Duration APART = Duration.ofMillis(100);

    private static final int MOST_APART = 50;

    /** How often to look, at most, whether records expire since they do not fit the topic. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final String topic;
    private final RenewedProducer producer;
    private final BooleanSupplier stillFits;
    private final ChannelHealth health;
    private final ScheduledExecutorService sender;
    private final Queue<Message<?>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean sending = new AtomicBoolean();
    private final AtomicInteger expired = new AtomicInteger();
    private final Set<InFlight> inFlight = ConcurrentHashMap.newKeySet();
    private final long silenceNanos;
    private volatile boolean closing;
    private volatile long lastAnswer = System.nanoTime();
    private long lastLook = System.nanoTime() - LOOK.toNanos();

    /**
     * @param stillFits whether the last producer's batches are ones that the topic takes; may wait
     *     for a broker
     * @param silence how long a producer may leave records unanswered before it is replaced; longer
     *     than its delivery timeout
     */
    BatchSink(
            String channel,
            String topic,
            Supplier<Producer<byte[], byte[]>> producers,
            BooleanSupplier stillFits,
            ChannelHealth health,
            Duration silence) {
        this.silenceNanos = silence.toNanos();
        this.topic = topic;
        this.producer = new RenewedProducer(producers);
        this.stillFits = stillFits;
        this.health = health;
        this.sender =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, channel + "-send");
                            thread.setDaemon(true);
                            return thread;
                        });
        long look = silence.dividedBy(4).toMillis();
        sender.scheduleWithFixedDelay(
                guarded(this::replaceStalledProducer), look, look, TimeUnit.MILLISECONDS);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        submit(this::open, Duration.ZERO);
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Message<?> message) {
        waiting.add(message);
        if (sending.compareAndSet(false, true)) {
            submit(this::sendWaiting, Duration.ZERO);
        }
    }

    /** One hand-over to the thread for all that came meanwhile: messages come in bursts. */
    private void sendWaiting() {
        sending.set(false);
        for (Message<?> next = waiting.poll(); next != null; next = waiting.poll()) {
            send(next);
        }
    }

    @Override
    public void onError(Throwable failure) {
        health.failed(failure);
    }

    @Override
    public void onComplete() {
        // What was taken is still being sent; close() ends the rest.
    }

    /** Makes a producer before there is anything to send: what is wrong with it shows at once. */
    private void open() {
        try {
            producer.get();
            health.healthy();
        } catch (KafkaException e) {
            producer.discard();
            health.retrying(e);
            submit(this::open, producer.pause());
        }
    }

    private void submit(Runnable task, Duration delay) {
        try {
            if (delay.isZero()) {
                sender.execute(guarded(task));
            } else {
                sender.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (RejectedExecutionException e) {
            // Closing: what was not sent stays unacknowledged, and will be read again.
        }
    }

    /** Neither an executor nor a producer passes on what a task throws. */
    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable e) {
                if (closing) {
                    return;
                }
                health.failed(e);
                if (e instanceof OutOfMemoryError) {
                    LastWords.outOfMemory("writing to topic " + topic);
                }
            }
        };
    }

    private void send(Message<?> message) {
        RecordBatch batch = (RecordBatch) message.getPayload();
        if (batch.size() == 0) {
            message.ack();
            return;
        }
        InFlight flight = new InFlight(message, batch);
        inFlight.add(flight);
        batch.records(topic, record -> send(record, flight));
    }

    private void send(ProducerRecord<byte[], byte[]> record, InFlight flight) {
        Duration pause = producer.pause();
        if (!pause.isZero()) {
            submit(() -> send(record, flight), pause);
            return;
        }
        try {
            Producer<byte[], byte[]> current = producer.get();
            current.send(
                    record,
                    (metadata, failure) ->
                            guarded(() -> answered(record, flight, current, failure)).run());
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (KafkaException | IllegalStateException e) {
            producer.discard();
            retry(record, flight, e);
        }
    }

    private void answered(
            ProducerRecord<byte[], byte[]> record,
            InFlight flight,
            Producer<byte[], byte[]> by,
            Exception failure) {
        lastAnswer = System.nanoTime();
        if (failure == null) {
            producer.works();
            done(flight);
        } else if (isRefusal(failure)) {
            refused(record, flight, failure);
        } else {
            if (failure instanceof AuthenticationException) {
                // One that was not let in when it asked for its id does not ask again, ever.
                submit(() -> producer.discard(by), Duration.ZERO);
            }
            retry(record, flight, failure);
        }
    }

    private void done(InFlight flight) {
        if (flight.missing.decrementAndGet() == 0 && inFlight.remove(flight)) {
            if (health.isRetrying() && inFlight.stream().noneMatch(f -> f.failed)) {
                health.healthy();
            }
            flight.message.ack();
        }
    }

    /** Whether the topic does not take the record for what it is, however often it is tried. */
    static boolean isRefusal(Exception failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof InvalidRecordException;
    }

    private void refused(
            ProducerRecord<byte[], byte[]> record, InFlight flight, Exception failure) {
        ProducerRecord<byte[], byte[]> instead = flight.batch.refused(record, failure);
        if (instead == null) {
            done(flight);
        } else if (instead == record) {
            retry(record, flight, failure);
        } else {
            submit(() -> send(instead, flight), Duration.ZERO);
        }
    }

    private void retry(ProducerRecord<byte[], byte[]> record, InFlight flight, Exception failure) {
        flight.failed = true;
        health.retrying(failure);
        Duration pause = RETRY;
        if (failure instanceof TimeoutException) {
            submit(this::replaceUnfittingProducer, Duration.ZERO);
            pause = pause.plus(APART.multipliedBy(expired.getAndIncrement() % MOST_APART));
        }
        submit(() -> send(record, flight), pause);
    }

    /** What expires may be in batches that the topic does not take, since somebody changed it. */
    private void replaceUnfittingProducer() {
        long now = System.nanoTime();
        if (now - lastLook >= LOOK.toNanos()) {
            lastLook = now;
            if (!stillFits.getAsBoolean()) {
                producer.discard();
            }
        }
    }

    /**
     * A producer answers for every record within its delivery timeout, unless its thread has died:
     * then it says nothing, ever. What it had is sent again with another producer; a record that is
     * written twice does no harm.
     */
    private void replaceStalledProducer() {
        long now = System.nanoTime();
        boolean silent =
                now - lastAnswer > silenceNanos
                        && inFlight.stream().anyMatch(f -> now - f.since > silenceNanos);
        if (!silent) {
            return;
        }
        health.retrying(new KafkaException("the producer does not answer; trying another"));
        producer.close(Duration.ZERO);
        List<InFlight> lost = List.copyOf(inFlight);
        inFlight.removeAll(lost);
        lost.forEach(flight -> send(flight.message));
    }

    /** A message whose records are on their way. */
    private static final class InFlight {
        private final Message<?> message;
        private final RecordBatch batch;
        private final AtomicInteger missing;
        private final long since = System.nanoTime();
        private volatile boolean failed;

        InFlight(Message<?> message, RecordBatch batch) {
            this.message = message;
            this.batch = batch;
            this.missing = new AtomicInteger(batch.size());
        }
    }

    /** Ends the channel; what is on its way has until the timeout to arrive. */
    void close(Duration timeout) {
        if (inFlight.isEmpty() && waiting.isEmpty()) {
            closing = true;
            sender.shutdownNow();
        }
        sender.shutdown();
        try {
            if (!sender.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                sender.shutdownNow();
                sender.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(timeout);
    }
}
