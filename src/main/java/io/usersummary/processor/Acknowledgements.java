package io.usersummary.processor;

import io.usersummary.connector.PartialAcknowledgement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Decides when polls are acknowledged: those of a consumer in the order they came in, each once its
 * dead letters and every batch up to the one that holds its last event are durable.
 *
 * <p>The order of batches is what makes the subtle case right. Batches are numbered as the table is
 * asked for what changed. An event that changes nothing is covered by one that was joined before
 * it, by whichever consumer, and so is in the same batch or one of a lower number; since no
 * acknowledgement overtakes such a batch, it waits for that one too.
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
    private final List<Lane> lanes = new CopyOnWriteArrayList<>();
    private final Set<PolledEvents> withDeadLetters = new HashSet<>();

    /** Batches behind one that is not durable yet, with the bytes that are kept of each. */
    private final Map<Long, Long> durableAhead = new HashMap<>();

    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger releasing = new AtomicInteger();
    private volatile long durableThrough;
    private volatile Runnable whenSettled;

    /**
     * What of a partition waits for a refused summary: all up to the newest poll's part of it.
     *
     * @param lastBatch the last one that has an event of it, be it of an earlier poll
     */
    private record Waiting(
            TopicPartition partition,
            long nextOffset,
            long lastBatch,
            PartialAcknowledgement acknowledgement) {

        static Waiting of(PolledEvents.Part part, PartialAcknowledgement acknowledgement) {
            return new Waiting(
                    part.partition(), part.nextOffset(), part.lastBatch(), acknowledgement);
        }

        Waiting with(Waiting next) {
            return new Waiting(
                    partition,
                    next.nextOffset,
                    Math.max(lastBatch, next.lastBatch),
                    next.acknowledgement);
        }

        void acknowledge() {
            acknowledgement.acknowledge(Map.of(partition, nextOffset));
        }
    }

    Acknowledgements(InFlightLimit inFlight, RejectedSummaries refusals, BatchListener listener) {
        this.inFlight = inFlight;
        this.refusals = refusals;
        this.listener = listener;
    }

    /** Another consumer's events have a way of their own. */
    Lane addLane() {
        Lane lane = new Lane(underWay::get);
        lanes.add(lane);
        return lane;
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
        underWay.incrementAndGet();
        return Message.of(batch, () -> published(batch));
    }

    private CompletionStage<Void> published(SummaryBatch batch) {
        underWay.decrementAndGet();
        durable(batch);
        lanes.forEach(Lane::lessIsUnderWay);
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
    void read(Lane lane, PolledEvents poll, DeadLetterBatch aside) {
        inFlight.sent(aside.bytes() + poll.bytes());
        synchronized (this) {
            lane.polls().add(poll);
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

    /** The number of events in the open batches. */
    int openEvents() {
        return lanes.stream().mapToInt(Lane::openEvents).sum();
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
                .forEach(
                        part ->
                                waiting.merge(
                                        part.partition(),
                                        Waiting.of(part, partial),
                                        Waiting::with));
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
                            boolean held = refusals.holds(wait.partition, wait.lastBatch);
                            if (!held) {
                                wait.acknowledge();
                            }
                            return !held;
                        });
    }

    /**
     * What was refused may be published by now, by whoever did it. Others may have seen that
     * already, and left it to this to let go of what waits.
     */
    void recheckRefused() {
        refusals.recheck();
        release();
    }

    private synchronized PolledEvents nextCovered() {
        for (Lane lane : lanes) {
            PolledEvents first = lane.polls().peek();
            if (first != null && isCovered(first)) {
                return lane.polls().remove();
            }
        }
        return null;
    }

    private boolean isCovered(PolledEvents poll) {
        return poll.lastBatch() <= durableThrough
                && !withDeadLetters.contains(poll)
                && (refusals.isEmpty() || poll.partialAcknowledgement().isPresent());
    }

    private synchronized boolean isSettled() {
        return lanes.stream().allMatch(lane -> lane.polls().isEmpty());
    }
}
