package io.usersummary.streams;

import io.usersummary.event.EventReader;
import io.usersummary.event.EventShape;
import io.usersummary.json.Span;
import io.usersummary.json.UnreadableException;
import io.usersummary.summary.Seen;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Reads events and passes on when users were seen, keyed by userId, and what is no valid event as a
 * {@link Letter}. With a fold, one record a user and commit; without, one an event.
 */
final class Events implements Processor<byte[], byte[], Bytes, Object> {

    private static final String FOLD = "events-fold";

    /** Users in a fold at most; then it is passed on before the next commit. */
    private static final int MOST = 50_000;

    private final EventReader event;
    private final long maxClockSkew;
    private final boolean folds;
    private final StreamsMetrics metrics;
    private final Span key = new Span();
    private final Span value = new Span();
    private ProcessorContext<Bytes, Object> context;
    private Map<Bytes, Seen> fold;

    private Events(EventShape shape, Duration maxClockSkew, boolean folds, StreamsMetrics metrics) {
        this.event = new EventReader(shape);
        this.maxClockSkew = maxClockSkew.toSeconds();
        this.folds = folds;
        this.metrics = metrics;
    }

    /** Makes one for each task. */
    static ProcessorSupplier<byte[], byte[], Bytes, Object> supplier(
            EventShape shape, Duration maxClockSkew, boolean folds, StreamsMetrics metrics) {
        StoreBuilder<BeforeCommit<Map<Bytes, Seen>>> store =
                BeforeCommit.builder(FOLD, HashMap::new);
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte[], Bytes, Object> get() {
                return new Events(shape, maxClockSkew, folds, metrics);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return folds ? Set.of(store) : Set.of();
            }
        };
    }

    @Override
    public void init(ProcessorContext<Bytes, Object> context) {
        this.context = context;
        if (folds) {
            BeforeCommit<Map<Bytes, Seen>> store = context.getStateStore(FOLD);
            store.begin(context, this::passOnFold);
            fold = store.held();
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        try {
            point(key, record.key());
            point(value, record.value());
            event.read(key, value, record.timestamp(), latest());
        } catch (UnreadableException e) {
            metrics.poison();
            context.forward(
                    Letter.of(record, context.recordMetadata().orElseThrow(), e.getMessage()));
            return;
        }
        metrics.accepted();
        Bytes userId = Bytes.wrap(event.userId().copy());
        Seen seen = new Seen(event.timestamp(), event.timestamp());
        if (folds) {
            fold.merge(userId, seen, Seen::join);
            if (fold.size() >= MOST) {
                passOnFold();
            }
        } else {
            passOn(userId, seen);
        }
    }

    private void passOnFold() {
        fold.forEach(this::passOn);
        fold.clear();
    }

    private void passOn(Bytes userId, Seen seen) {
        // Event time is what producers say, and a broker may refuse a record of the future.
        context.forward(new Record<>(userId, seen, context.currentSystemTimeMs()));
    }

    private long latest() {
        return System.currentTimeMillis() / 1000 + maxClockSkew;
    }

    private static void point(Span span, byte[] bytes) {
        if (bytes == null) {
            span.clear();
        } else {
            span.set(bytes, 0, bytes.length);
        }
    }
}
