package io.usersummary.streams;

import io.usersummary.summary.Seen;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** Publishes users of whom events say more than the table: one record a user and commit. */
final class Summaries implements Processor<Bytes, Seen, Bytes, byte[]> {

    private final StreamsMetrics metrics;
    private final Rows rows = new Rows();
    private ProcessorContext<Bytes, byte[]> context;
    private KeyValueStore<Bytes, byte[]> table;
    private Learned learned;

    private Summaries(StreamsMetrics metrics) {
        this.metrics = metrics;
    }

    /** Makes one for each task, with what it holds. */
    static ProcessorSupplier<Bytes, Seen, Bytes, byte[]> supplier(StreamsMetrics metrics) {
        StoreBuilder<?> store = BeforeCommit.builder(SummaryTopology.LEARNED, Learned::new);
        return new ProcessorSupplier<>() {
            @Override
            public Processor<Bytes, Seen, Bytes, byte[]> get() {
                return new Summaries(metrics);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(store);
            }
        };
    }

    @Override
    public void init(ProcessorContext<Bytes, byte[]> context) {
        this.context = context;
        table = context.getStateStore(SummaryTopology.TABLE);
        BeforeCommit<Learned> store = context.getStateStore(SummaryTopology.LEARNED);
        store.begin(context, this::publish);
        learned = store.held();
    }

    @Override
    public void process(Record<Bytes, Seen> record) {
        learned.learn(record.key(), record.value());
        if (learned.isFull()) {
            publish();
        }
    }

    private void publish() {
        Function<Bytes, Seen> known = userId -> rows.seen(userId, table.get(userId));
        long now = context.currentSystemTimeMs();
        learned.publish(
                known,
                (userId, seen) -> {
                    context.forward(new Record<>(userId, Rows.row(userId, seen), now));
                    metrics.published();
                });
    }
}
