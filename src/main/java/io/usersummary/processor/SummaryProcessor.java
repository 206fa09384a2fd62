package io.usersummary.processor;

import io.quarkus.arc.All;
import io.quarkus.runtime.Quarkus;
import io.smallrye.mutiny.Multi;
import io.usersummary.summary.Summary;
import io.usersummary.summary.SummaryTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.logging.Logger;

/**
 * The job: reads user events, keeps when each user was first and last seen, and publishes every
 * change of that.
 *
 * <p>An event is acknowledged only after a record that covers it is durable in the output topic.
 */
@ApplicationScoped
public class SummaryProcessor {

    private static final Logger LOG = Logger.getLogger(SummaryProcessor.class);

    private final SummaryTable table;
    private final BoundedBatches batches;

    SummaryProcessor(
            SummaryTable table,
            SummarySettings settings,
            DeadLetters deadLetters,
            @All List<BatchListener> listeners) {
        this.table = table;
        this.batches =
                new BoundedBatches(
                        table,
                        settings,
                        deadLetters::write,
                        new BatchListeners(listeners),
                        this::exit);
    }

    /**
     * Cuts the endless stream of events into bounded batches, nine events by default, groups each
     * by userId, and emits one message a batch with one summary a user that the batch changed.
     */
    @Incoming("events")
    @Outgoing("summaries")
    public Multi<Message<SummaryBatch>> summarize(
            Multi<Message<ConsumerRecords<ByteBuffer, ByteBuffer>>> polls) {
        return batches.of(polls);
    }

    private void exit() {
        LOG.info("The last batch is acknowledged (summary.max-batches), stopping");
        Quarkus.asyncExit(0);
    }

    /** The number of events in the batch that is open now. */
    public int openEvents() {
        synchronized (table) {
            return batches.openEvents();
        }
    }

    /** Publishes the users in these rows of the table again; called with its monitor held. */
    public void publishAgain(long[] rows) {
        batches.publishAgain(rows);
    }

    /** The number of the batch closed last; called with the table's monitor held. */
    public long lastClosed() {
        return batches.lastClosed();
    }

    /** The number of the batch up to which all is durable. */
    public long durableThrough() {
        return batches.durableThrough();
    }

    /** Tells everybody who listens. */
    private record BatchListeners(List<BatchListener> all) implements BatchListener {

        @Override
        public void read(int accepted, int poison) {
            all.forEach(listener -> listener.read(accepted, poison));
        }

        @Override
        public void closed(int events, List<Summary> summaries) {
            all.forEach(listener -> listener.closed(events, summaries));
        }

        @Override
        public void acknowledged(List<Summary> summaries, long closedAt, long firstAppended) {
            all.forEach(listener -> listener.acknowledged(summaries, closedAt, firstAppended));
        }
    }
}
