package io.usersummary.streams;

import io.usersummary.event.EventShape;
import io.usersummary.summary.Seen;
import io.usersummary.topics.InternalTopic;
import java.time.Duration;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.BytesDeserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/**
 * The way of the data: events are read, folded by user and sent to the partition of their user,
 * where what they teach beyond the table is published; the table follows the output topic, and is
 * restored from it. What is no valid event is set aside.
 *
 * <pre>
 * input_topic -> events -> by-user (unless keyed by user) -> summaries -> output_topic
 *                   |                                            |             |
 *                   v                                          table  &lt;- table-follower
 *            input_topic_dlq
 * </pre>
 */
final class SummaryTopology {

    static final String TABLE = "table";
    static final String LEARNED = "learned";

    private static final String FOLLOWER = "table-follower";
    private static final String SUMMARIES = "summaries";

    /**
     * What the topology is made of.
     *
     * @param keyedByUser whether the input topic's keys are userIds, by the default partitioner, in
     *     as many partitions as the output topic has
     * @param partitions of the output topic
     * @param largestLetter what the dead-letter topic and the producer take, in bytes
     */
    record Plan(
            String input,
            String output,
            String deadLetters,
            EventShape shape,
            Duration maxClockSkew,
            boolean keyedByUser,
            int partitions,
            int largestLetter) {}

    private static final Serde<Seen> SEEN =
            Serdes.serdeFrom((topic, seen) -> seen.bytes(), (topic, bytes) -> Seen.of(bytes));

    private SummaryTopology() {}

    /**
     * @param table what keeps the table, under the name {@value #TABLE}
     */
    static Topology of(Plan plan, KeyValueBytesStoreSupplier table, StreamsMetrics metrics) {
        StreamsBuilder builder = new StreamsBuilder();
        Serde<byte[]> bytes = Serdes.ByteArray();
        KStream<Bytes, Object> events =
                builder.stream(
                                plan.input(),
                                Consumed.with(bytes, bytes)
                                        .withTimestampExtractor(
                                                (event, time) -> Math.max(0, event.timestamp())))
                        .process(
                                Events.supplier(
                                        plan.shape(),
                                        plan.maxClockSkew(),
                                        !plan.keyedByUser(),
                                        metrics),
                                Named.as("events"));

        events.filter((none, letter) -> letter instanceof Letter)
                .mapValues(Letter.class::cast)
                .process(() -> new Cutter(plan.largestLetter()))
                .to(plan.deadLetters(), Produced.with(bytes, bytes));

        KStream<Bytes, Seen> seen =
                events.filter((userId, time) -> time instanceof Seen).mapValues(Seen.class::cast);
        KStream<Bytes, Seen> byUser =
                plan.keyedByUser()
                        ? seen
                        : seen.repartition(
                                Repartitioned.<Bytes, Seen>as(InternalTopic.BY_USER)
                                        .withKeySerde(Serdes.Bytes())
                                        .withValueSerde(SEEN)
                                        .withNumberOfPartitions(plan.partitions()));
        byUser.process(Summaries.supplier(metrics), Named.as(SUMMARIES))
                .to(plan.output(), Produced.with(Serdes.Bytes(), bytes));

        return withTable(builder.build(), plan, table, metrics);
    }

    /**
     * Records of the table go first, as the oldest there are: then events meet all that is known.
     */
    private static Topology withTable(
            Topology topology,
            Plan plan,
            KeyValueBytesStoreSupplier table,
            StreamsMetrics metrics) {
        topology.addReadOnlyStateStore(
                Stores.keyValueStoreBuilder(table, Serdes.Bytes(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                "published",
                (published, time) -> 0,
                new BytesDeserializer(),
                new ByteArrayDeserializer(),
                plan.output(),
                FOLLOWER,
                () -> new TableFollower(plan.partitions(), metrics));
        return topology.connectProcessorAndStateStores(FOLLOWER, LEARNED)
                .connectProcessorAndStateStores(SUMMARIES, TABLE);
    }

    /** Cuts letters to what their topic takes. */
    private static final class Cutter extends ContextualProcessor<Bytes, Letter, byte[], byte[]> {

        private final int most;

        Cutter(int most) {
            this.most = most;
        }

        @Override
        public void process(Record<Bytes, Letter> letter) {
            context().forward(Letter.cut(letter, most));
        }
    }
}
