package io.usersummary.streams;

import io.usersummary.summary.Seen;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Follows the output topic, whoever writes there, and keeps the table: for each user the join of
 * what its records say. Where the newest says less than that, the join is owed to the topic, and is
 * published before the offset of that record is committed; so whoever restores the table from the
 * records up to that offset, by taking the newest of each user, finds nothing missing.
 */
final class TableFollower implements Processor<Bytes, byte[], Void, Void> {

    private final int partitions;
    private final StreamsMetrics metrics;
    private final Rows rows = new Rows();
    private ProcessorContext<Void, Void> context;
    private KeyValueStore<Bytes, byte[]> table;
    private BeforeCommit<Learned> learned;

    /**
     * @param partitions of the output topic
     */
    TableFollower(int partitions, StreamsMetrics metrics) {
        this.partitions = partitions;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        this.context = context;
        table = context.getStateStore(SummaryTopology.TABLE);
        learned = context.getStateStore(SummaryTopology.LEARNED);
    }

    @Override
    public void process(Record<Bytes, byte[]> record) {
        Bytes userId = record.key();
        if (userId == null) {
            metrics.unreadable();
            return;
        }
        refuseWrongPartition(userId);
        Seen known = rows.seen(userId, table.get(userId));
        if (record.value() == null) {
            table.delete(userId);
            learned.held().forget(userId);
            return;
        }
        Seen published = rows.seen(userId, record.value());
        if (published == null) {
            metrics.unreadable();
            if (known != null) {
                learned.held().owe(userId, known);
            }
            return;
        }
        learned.held().read(userId, published);
        Seen joined = known == null ? published : published.join(known);
        if (!joined.equals(known)) {
            table.put(userId, Rows.row(userId, joined));
        }
        if (!joined.equals(published)) {
            learned.held().owe(userId, joined);
        }
    }

    private void refuseWrongPartition(Bytes userId) {
        int expected = BuiltInPartitioner.partitionForKey(userId.get(), partitions);
        int actual = context.taskId().partition();
        if (expected != actual) {
            throw new WrongPartitionException(
                    context.recordMetadata().orElseThrow().topic(), expected, actual, partitions);
        }
    }
}
