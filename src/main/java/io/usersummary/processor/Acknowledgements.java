package io.usersummary.processor;

import io.usersummary.connector.PartialAcknowledgement;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Decides when polls are acknowledged: in the order they came in, each once its dead letters and
 * every batch up to the one that holds its last event are durable.
 *
 * <p>The order is what makes the subtle case right. An event that changes nothing is covered by an
 * event before it, which sits in the same batch or an earlier one; since no acknowledgement
 * overtakes an earlier batch, it waits for that one too.
 *
 * <p>A summary that the topic refuses does not stop that: the partitions that it covers wait, see
 * {@link RejectedSummaries}, and the rest of a poll is acknowledged without them.
 *
 * <p>Thread-safe. Batches are closed and polls read under the lock of {@link BoundedBatches}; they
 * become durable on the producers' threads. Polls are acknowledged on whichever of these threads
 * completes them, without the lock of this object, by one thread at a time.
 */
final class Acknowledgements {

    private final InFlightLimit inFlight;
    private final BatchListener listener;
    private final RejectedSummaries refusals;
    private final Map<TopicPartition, Waiting> waiting = new HashMap<>();
    private final Queue<PolledEvents> polls = new ArrayDeque<>();
    private final Set<PolledEvents> withDeadLetters = new HashSet<>();

    /** Batches behind one that is not durable yet, with the bytes that are kept of each. */
    private final Map<Long, Long> durableAhead = new HashMap<>();

    private final AtomicInteger releasing = new AtomicInteger();
    private volatile long durableThrough;
    private volatile Runnable whenSettled;

    /** The newest part of a partition that waits for a refused summary, and its acknowledgement. */
    private record Waiting(PolledEvents.Part part, PartialAcknowledgement acknowledgement) {}

    Acknowledgements(InFlightLimit inFlight, RejectedSummaries refusals, BatchListener listener) {
        this.inFlight = inFlight;
        this.refusals = refusals;
        this.listener = listener;
    }

    /** A batch was closed. One that changed nobody needs no record: it is as good as durable. */
    void closed(SummaryBatch batch) {
        refusals.closed(batch);
        inFlight.sent(batch.bytes() + batch.bytesKept());
        listener.closed(batch);
        if (batch.size() == 0) {
            durable(batch);
        }
    }

    /** The message that publishes a batch, and by whose acknowledgement it becomes durable. */
    Message<SummaryBatch> message(SummaryBatch batch) {
        return Message.of(batch, () -> published(batch));
    }

    private CompletionStage<Void> published(SummaryBatch batch) {
        durable(batch);
        return CompletableFuture.completedFuture(null);
    }

    private void durable(SummaryBatch batch) {
        listener.durable(batch);
        batch.traces().durable();
        if (!refusals.isEmpty()) {
            refusals.release(batch.written());
        }
        long passed = batch.bytes() + pass(batch);
        refusals.decided(durableThrough);
        release();
        inFlight.arrived(passed);
    }

    /** The bytes that were kept of those batches behind which everything is durable now. */
    private synchronized long pass(SummaryBatch batch) {
        if (batch.number() != durableThrough + 1) {
            durableAhead.put(batch.number(), batch.bytesKept());
            return 0;
        }
        durableThrough++;
        long passed = batch.bytesKept();
        while (!durableAhead.isEmpty() && durableAhead.containsKey(durableThrough + 1)) {
            durableThrough++;
            passed += durableAhead.remove(durableThrough);
        }
        return passed;
    }

    /** A poll was read, with these dead letters; it waits to be covered. */
    void read(PolledEvents poll, DeadLetterBatch aside) {
        inFlight.sent(aside.bytes() + poll.bytes());
        synchronized (this) {
            polls.add(poll);
            if (aside.size() > 0) {
                withDeadLetters.add(poll);
            }
        }
        release();
    }

    /** A poll's dead letters are durable. */
    void written(PolledEvents poll, DeadLetterBatch aside) {
        synchronized (this) {
            withDeadLetters.remove(poll);
        }
        release();
        inFlight.arrived(aside.bytes());
    }

    /** The number of the last batch up to which everything is durable. */
    long durableThrough() {
        return durableThrough;
    }

    /**
     * Has a task run once no poll is queued; partitions held for a rejected summary are not waited
     * for.
     */
    void whenSettled(Runnable task) {
        whenSettled = task;
        release();
    }

    /** Whoever comes while another thread is at it leaves the rest to that thread. */
    private void release() {
        if (releasing.getAndIncrement() > 0) {
            return;
        }
        int seen = 1;
        do {
            for (PolledEvents poll = nextCovered(); poll != null; poll = nextCovered()) {
                acknowledge(poll);
                inFlight.arrived(poll.bytes());
            }
            acknowledgeFreed();
            if (whenSettled != null && isSettled()) {
                Runnable task = whenSettled;
                whenSettled = null;
                task.run();
            }
            seen = releasing.addAndGet(-seen);
        } while (seen > 0);
    }

    private void acknowledge(PolledEvents poll) {
        if (waiting.isEmpty() && refusals.isEmpty()) {
            poll.acknowledge();
            return;
        }
        PartialAcknowledgement partial = poll.partialAcknowledgement().orElseThrow();
        poll.acknowledge(part -> !waits(part));
        poll.parts().stream()
                .filter(this::waits)
                .forEach(part -> waiting.put(part.partition(), new Waiting(part, partial)));
    }

    /** Once one part of a partition waits, every later one does. */
    private boolean waits(PolledEvents.Part part) {
        return waiting.containsKey(part.partition())
                || refusals.holds(part.partition(), part.lastBatch());
    }

    private void acknowledgeFreed() {
        if (waiting.isEmpty()) {
            return;
        }
        waiting.values()
                .removeIf(
                        wait -> {
                            boolean held =
                                    refusals.holds(wait.part.partition(), wait.part.lastBatch());
                            if (!held) {
                                wait.acknowledgement.acknowledge(
                                        Map.of(wait.part.partition(), wait.part.nextOffset()));
                            }
                            return !held;
                        });
    }

    private synchronized PolledEvents nextCovered() {
        PolledEvents first = polls.peek();
        boolean covered =
                first != null
                        && first.lastBatch() <= durableThrough
                        && !withDeadLetters.contains(first)
                        && (refusals.isEmpty() || first.partialAcknowledgement().isPresent());
        if (!covered) {
            return null;
        }
        polls.remove();
        return first;
    }

    private synchronized boolean isSettled() {
        return polls.isEmpty();
    }
}
