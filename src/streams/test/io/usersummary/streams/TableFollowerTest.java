package io.usersummary.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the table holds before anything that is owed could be published: it may never be. */
class TableFollowerTest {

    private static final Bytes ADA = Bytes.wrap("ada".getBytes(UTF_8));

    private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
    private final KeyValueStore<Bytes, byte[]> table =
            Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(SummaryTopology.TABLE),
                            Serdes.Bytes(),
                            Serdes.ByteArray())
                    .withLoggingDisabled()
                    .build();

    @BeforeEach
    void stores() {
        table.init(context.getStateStoreContext(), table);
        BeforeCommit<Learned> learned =
                BeforeCommit.builder(SummaryTopology.LEARNED, Learned::new).build();
        learned.init(context.getStateStoreContext(), learned);
        context.addStateStore(table);
        context.addStateStore(learned);
        context.setRecordMetadata("output_topic", 0, 5);
    }

    private TableFollower follower(int partitions) {
        TableFollower follower = new TableFollower(partitions, new StreamsMetrics() {});
        follower.init(context);
        return follower;
    }

    private static Record<Bytes, byte[]> record(long first, long last) {
        return new Record<>(ADA, Driven.summary("ada", first, last).getBytes(UTF_8), 0);
    }

    @Test
    void theTableIsTheJoinOfAllRecordsWhicheverIsTheNewest() {
        TableFollower follower = follower(1);
        follower.process(record(1, 5));
        follower.process(record(4, 9));
        assertEquals(Driven.summary("ada", 1, 9), new String(table.get(ADA), UTF_8));
    }

    @Test
    void aKeyThatItsHashPutsElsewhereIsRefusedWithBothPartitions() {
        // Of two partitions this key belongs in the one that the context is not of.
        Bytes other = keyOfPartitionOne();
        TableFollower follower = follower(2);
        WrongPartitionException refusal =
                assertThrows(
                        WrongPartitionException.class,
                        () -> follower.process(new Record<>(other, null, 0)));
        assertTrue(
                refusal.getMessage()
                        .startsWith(
                                "A key of topic output_topic is in partition 0 and belongs in 1 of"
                                        + " 2, as after partitions were added"),
                refusal.getMessage());
    }

    private static Bytes keyOfPartitionOne() {
        for (int i = 0; ; i++) {
            byte[] key = ("user-" + i).getBytes(UTF_8);
            if (org.apache.kafka.clients.producer.internals.BuiltInPartitioner.partitionForKey(
                            key, 2)
                    == 1) {
                return Bytes.wrap(key);
            }
        }
    }
}
