package io.usersummary.processor;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.usersummary.summary.Summary;
import io.usersummary.summary.SummaryTable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * The operator that cuts an endless stream of polls into bounded batches of events: a batch is
 * closed after a number of events, or some time after its first one. Each event is joined into the
 * table as it arrives; what a closed batch emits is one summary a user that it changed.
 *
 * <p>It works on the thread that polls; a batch that waits too long is closed from Mutiny's worker
 * pool. Both hold the table's monitor, so that batches leave in the order they were closed in.
 */
final class BoundedBatches
        implements Flow.Subscriber<Message<ConsumerRecords<ByteBuffer, ByteBuffer>>> {

    /** So much may be on its way before reading pauses; one more poll can come on top. */
    private static final long MAX_BYTES_IN_FLIGHT = 32 << 20;

    private static final int MAX_READS_BEHIND_DEAD_LETTERS = 1_000;

    private final SummaryTable table;
    private final PollReader reader;
    private final BiConsumer<DeadLetterBatch, Runnable> deadLetters;
    private final BatchListener listener;
    private final int batchSize;
    private final long timeoutNanos;
    private final long maxBatches;
    private final Runnable whenFinished;

    private final OpenBatch open;
    private final Acknowledgements acknowledgements = new Acknowledgements();
    private final UnicastProcessor<Message<SummaryBatch>> batches = UnicastProcessor.create();
    private final Backpressure backpressure =
            new Backpressure(
                    MAX_BYTES_IN_FLIGHT,
                    () -> acknowledgements.behindDeadLetters() > MAX_READS_BEHIND_DEAD_LETTERS,
                    () -> this.upstream.request(1));
    private Flow.Subscription upstream;
    private long closedBatches;
    private boolean timerSet;
    private boolean finished;

    /**
     * @param deadLetters writes dead letters, and runs what it is given when they are durable
     * @param whenFinished run when the last of {@code maxBatches} is acknowledged
     */
    BoundedBatches(
            SummaryTable table,
            SummarySettings settings,
            BiConsumer<DeadLetterBatch, Runnable> deadLetters,
            BatchListener listener,
            Runnable whenFinished) {
        this.table = table;
        this.open = new OpenBatch(table);
        this.reader = new PollReader(open, settings.maxClockSkew());
        this.deadLetters = deadLetters;
        this.listener = listener;
        this.batchSize = settings.batchSize();
        this.timeoutNanos = settings.batchTimeout().toNanos();
        this.maxBatches = settings.maxBatches();
        this.whenFinished = whenFinished;
    }

    /** The closed batches of a stream of polls. To be subscribed to once. */
    Multi<Message<SummaryBatch>> of(Multi<Message<ConsumerRecords<ByteBuffer, ByteBuffer>>> polls) {
        return batches.onSubscription().invoke(() -> polls.subscribe(this));
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        upstream = subscription;
        backpressure.ask();
    }

    @Override
    public void onNext(Message<ConsumerRecords<ByteBuffer, ByteBuffer>> message) {
        synchronized (table) {
            if (finished) {
                return;
            }
            reader.begin(message, maxBatches > 0);
            while (!finished && reader.fill(batchSize)) {
                close();
            }
            listener.read(reader.accepted(), reader.deadLetters().size());
            acknowledgeLater(reader.deadLetters());
            if (finished) {
                finish();
                return;
            }
            if (open.events() > 0) {
                setTimer(timeoutNanos);
            }
        }
        backpressure.ask();
    }

    private void acknowledgeLater(DeadLetterBatch letters) {
        Runnable acknowledge = reader.acknowledgement(finished);
        if (letters.size() == 0) {
            acknowledgements.read(reader.lastBatch(), true, acknowledge);
            return;
        }
        backpressure.sent(letters.bytes());
        Acknowledgements.Read read = acknowledgements.read(reader.lastBatch(), false, acknowledge);
        deadLetters.accept(
                letters,
                () -> {
                    acknowledgements.deadLettersWritten(read);
                    backpressure.arrived(letters.bytes());
                });
    }

    private void close() {
        long sequence = open.sequence();
        int events = open.events();
        long firstAppended = events == 0 ? 0 : open.firstAppended();
        List<Summary> summaries = open.close();
        long closedAt = System.nanoTime();
        Acknowledgements.Pending pending =
                acknowledgements.closed(
                        sequence,
                        summaries.isEmpty(),
                        () -> listener.acknowledged(summaries, closedAt, firstAppended));
        if (!summaries.isEmpty()) {
            SummaryBatch batch = new SummaryBatch(summaries);
            long bytes = batch.bytes();
            backpressure.sent(bytes);
            batches.onNext(
                    Message.of(
                            batch,
                            () -> {
                                acknowledgements.durable(pending);
                                backpressure.arrived(bytes);
                                return CompletableFuture.completedFuture(null);
                            }));
        }
        if (events > 0) {
            listener.closed(events, summaries);
            finished = ++closedBatches == maxBatches;
        }
    }

    private void setTimer(long nanos) {
        if (!timerSet) {
            timerSet = true;
            Infrastructure.getDefaultWorkerPool()
                    .schedule(this::closeIfOverdue, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void closeIfOverdue() {
        synchronized (table) {
            timerSet = false;
            if (finished || open.events() == 0) {
                return;
            }
            long left = timeoutNanos - (System.nanoTime() - open.openedAt());
            if (left > 0) {
                setTimer(left);
                return;
            }
            close();
            if (finished) {
                finish();
            }
        }
    }

    /** No more is read; the last word comes when all that was closed is acknowledged. */
    private void finish() {
        upstream.cancel();
        acknowledgements.read(open.sequence() - 1, true, whenFinished);
    }

    /**
     * Publishes users again, with the batch that is open, or at once if it has no events. To be
     * called with the table's monitor held.
     */
    void publishAgain(long[] rows) {
        for (long row : rows) {
            open.publish(row);
        }
        if (open.events() == 0) {
            close();
        }
    }

    @Override
    public void onError(Throwable failure) {
        batches.onError(failure);
    }

    /** The service is stopping: what is open is closed, so that it can still be acknowledged. */
    @Override
    public void onComplete() {
        synchronized (table) {
            if (open.events() > 0 && !finished) {
                close();
            }
        }
    }

    /** The number of events in the open batch. To be called with the table's monitor held. */
    int openEvents() {
        return open.events();
    }

    /** The number of the batch closed last. To be called with the table's monitor held. */
    long lastClosed() {
        return open.sequence() - 1;
    }

    /** The number of the batch up to which all is durable. */
    long durableThrough() {
        return acknowledgements.durableThrough();
    }
}
