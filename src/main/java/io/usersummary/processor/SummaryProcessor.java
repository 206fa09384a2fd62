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
    private final Repairs repairs;
    private final InFlightLimit inFlight;
    private final RejectedSummaries refusals;
    private final Acknowledgements acknowledgements;
    private final PollReader reader;
    private volatile int openEvents;
    private volatile long closed;

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
        this.repairs = repairs;
        this.inFlight = new InFlightLimit(memory.inFlight());
        this.refusals = new RejectedSummaries(table);
        BatchListener all = new BatchListeners(listeners);
        this.acknowledgements = new Acknowledgements(inFlight, refusals, all);
        this.reader =
                new PollReader(
                        shape,
                        settings.maxClockSkew(),
                        deadLetters,
                        acknowledgements,
                        all,
                        tracing.isEmpty() ? null : tracing.get(0));
    }

    /**
     * Cuts the endless stream of events into bounded batches, nine events by default, groups each
     * by userId, and emits one message per batch with one summary per user whom the batch changed.
     */
    @Incoming("events")
    @Outgoing("summaries")
    public Multi<Message<SummaryBatch>> summarize(
            Multi<Message<ConsumerRecords<ByteBuffer, ByteBuffer>>> polls) {
        return polls.plug(inFlight::limit)
                .map(reader::events)
                .plug(this::mergeRepairs)
                .plug(this::boundedBatches)
                .map(this::groupByUserId)
                .invoke(acknowledgements::closed)
                .filter(SummaryBatch::isToBePublished)
                .map(acknowledgements::message)
                .plug(this::bufferAndExitWhenSettled);
    }

    /** Users to be published again come between the polls; the end of the polls closes a batch. */
    private Multi<BatchInput> mergeRepairs(Multi<BatchInput> events) {
        return Multi.createBy()
                .merging()
                .withRequests(1)
                .streams(
                        events.onCompletion().continueWith(BatchInput.END_OF_STREAM),
                        repairs.found().onItem().transform(users -> BatchInput.REPUBLISH));
    }

    private Multi<EventBatch> boundedBatches(Multi<BatchInput> events) {
        return new BoundedBatches(
                events,
                table,
                settings,
                inFlight::isFull,
                open -> openEvents = open,
                timer(),
                this::nanoTime);
    }

    private SummaryBatch groupByUserId(EventBatch batch) {
        closed = batch.number();
        return new SummaryBatch(batch, batch.groupByUserId(), refusals);
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

    /** The number of events in the batch that is open now. */
    public int openEvents() {
        return openEvents;
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
    public long lastClosedBatch() {
        return closed;
    }

    @Override
    public long lastDurableBatch() {
        return acknowledgements.durableThrough();
    }
}
