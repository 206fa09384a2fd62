package io.usersummary.processor;

import io.quarkus.arc.All;
import io.quarkus.runtime.Quarkus;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.usersummary.connector.MemoryLimit;
import io.usersummary.event.EventShape;
import io.usersummary.summary.SummaryTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.logging.Logger;

/**
 * The job: reads user events, keeps when each user was first and last seen, and publishes every
 * change of that.
 *
 * <p>An event is acknowledged only after a record that covers it is durable in the output topic:
 * {@link Acknowledgements} decides when. Which thread runs what is drawn in the package's
 * documentation.
 */
@ApplicationScoped
public class SummaryProcessor implements BatchProgress {

    private static final Logger LOG = Logger.getLogger(SummaryProcessor.class);

    private final SummaryTable table;
    private final SummarySettings settings;
    private final EventShape shape;
    private final DeadLetters deadLetters;
    private final Repairs repairs;
    private final InFlightLimit inFlight;
    private final RejectedSummaries refusals;
    private final BatchListener listener;
    private final Acknowledgements acknowledgements;
    private final Tracing tracing;
    private final AtomicBoolean repairsAreMerged = new AtomicBoolean();

    SummaryProcessor(
            SummaryTable table,
            SummarySettings settings,
            EventShape shape,
            DeadLetters deadLetters,
            Repairs repairs,
            MemoryLimit memory,
            @All List<BatchListener> listeners,
            @All List<Tracing> tracing) {
        this.table = table;
        this.settings = settings;
        this.shape = shape;
        this.deadLetters = deadLetters;
        this.repairs = repairs;
        this.inFlight = new InFlightLimit(memory.inFlight());
        this.refusals = new RejectedSummaries(table);
        this.listener = new BatchListeners(listeners);
        this.acknowledgements = new Acknowledgements(inFlight, refusals, listener);
        this.tracing = tracing.isEmpty() ? null : tracing.get(0);
    }

    /**
     * Cuts the endless stream of events into bounded batches, nine events by default, groups each
     * by userId, and emits one message per batch with one summary per user whom the batch changed.
     *
     * <p>Called once for each consumer of the channel: for one, unless {@code
     * mp.messaging.incoming.events.concurrency} asks for more. They share the table, and what
     * decides about acknowledgements.
     */
    @Incoming("events")
    @Outgoing("summaries")
    public Multi<Message<SummaryBatch>> summarize(
            Multi<Message<ConsumerRecords<ByteBuffer, ByteBuffer>>> polls) {
        Lane lane = acknowledgements.addLane();
        PollReader reader = reader(lane);
        return polls.plug(inFlight::limit)
                .map(reader::events)
                .plug(this::mergeRepairs)
                .plug(events -> boundedBatches(events, lane))
                .map(this::groupByUserId)
                .invoke(acknowledgements::closed)
                .filter(SummaryBatch::isToBePublished)
                .map(acknowledgements::message)
                .plug(this::bufferAndExitWhenSettled);
    }

    private PollReader reader(Lane lane) {
        return new PollReader(
                shape,
                settings.maxClockSkew(),
                deadLetters,
                acknowledgements,
                lane,
                listener,
                tracing);
    }

    /**
     * Users to be published again come between the polls, of the first consumer; the end of the
     * polls closes a batch.
     */
    private Multi<BatchInput> mergeRepairs(Multi<BatchInput> events) {
        Multi<BatchInput> republish =
                repairsAreMerged.getAndSet(true)
                        ? Multi.createFrom().nothing()
                        : repairs.found().onItem().transform(users -> BatchInput.REPUBLISH);
        return Multi.createBy()
                .merging()
                .withRequests(1)
                .streams(events.onCompletion().continueWith(BatchInput.END_OF_STREAM), republish);
    }

    private Multi<EventBatch> boundedBatches(Multi<BatchInput> events, Lane lane) {
        return new BoundedBatches(
                events,
                table,
                settings,
                lane,
                mostUnderWay(),
                this::isFull,
                timer(),
                this::nanoTime);
    }

    /** Also what is to be published and waits for that takes memory, once it leaves. */
    private boolean isFull() {
        return inFlight.isFull(SummaryBatch.bytesOf(table));
    }

    private SummaryBatch groupByUserId(EventBatch batch) {
        return new SummaryBatch(batch, batch.groupByUserId(), refusals);
    }

    int mostUnderWay() {
        return Conflation.MOST_UNDER_WAY;
    }

    ScheduledExecutorService timer() {
        return Infrastructure.getDefaultWorkerPool();
    }

    long nanoTime() {
        return System.nanoTime();
    }

    /** What is not asked for yet is kept, bounded by the in-flight limit. */
    private <T> Multi<T> bufferAndExitWhenSettled(Multi<T> messages) {
        return messages.onOverflow()
                .bufferUnconditionally()
                .onCompletion()
                .invoke(() -> acknowledgements.whenSettled(this::exit));
    }

    /** The last of {@code summary.max-batches} is acknowledged. */
    void exit() {
        LOG.info("The last batch is acknowledged (summary.max-batches), stopping");
        Quarkus.asyncExit(0);
    }

    /** The number of events in the batches that are open now, of each consumer one. */
    public int openEvents() {
        return acknowledgements.openEvents();
    }

    /** About how many bytes are on their way to a broker. */
    long bytesInFlight() {
        return inFlight.bytes();
    }

    /** Users whose summary the output topic does not take. */
    RejectedSummaries refusals() {
        return refusals;
    }

    @Override
    public long lastDurableBatch() {
        return acknowledgements.durableThrough();
    }

    @Override
    public boolean isAnyRefused() {
        return !refusals.isEmpty();
    }

    @Override
    public void recheckRefused() {
        acknowledgements.recheckRefused();
    }
}
