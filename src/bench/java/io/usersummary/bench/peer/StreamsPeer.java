package io.usersummary.bench.peer;

import io.usersummary.bench.data.SampleEvent;
import io.usersummary.bench.lab.Cluster;
import io.usersummary.bench.lab.Lifeline;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.Stores;

/**
 * The same table as a Kafka Streams aggregate: in-memory store, or RocksDB, with cache and
 * changelog. Trusts that the input is keyed by userId, so nothing is repartitioned. Arguments:
 * bootstrap servers, application id, number of events, {@code memory} or {@code disk}, then
 * settings as {@code key=value}. Closes itself after the last event, which flushes and commits
 * without waiting for the commit interval.
 */
public final class StreamsPeer {

    private StreamsPeer() {}

    public static void main(String[] args) throws InterruptedException {
        Lifeline.attach();
        Properties settings = new Properties();
        settings.put("bootstrap.servers", args[0]);
        settings.put("application.id", args[1]);
        settings.put("auto.offset.reset", "earliest");
        for (String setting : List.of(args).subList(4, args.length)) {
            String[] keyAndValue = setting.split("=", 2);
            settings.put(keyAndValue[0], keyAndValue[1]);
        }
        long events = Long.parseLong(args[2]);
        CountDownLatch done = new CountDownLatch(1);
        KafkaStreams streams =
                new KafkaStreams(topology(events, args[3].equals("disk"), done).build(), settings);
        streams.start();
        done.await();
        streams.close();
        System.out.println("Read " + events + " events");
        Lifeline.hold();
    }

    private static StreamsBuilder topology(long events, boolean onDisk, CountDownLatch done) {
        AtomicLong seen = new AtomicLong();
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(Cluster.INPUT, Consumed.with(Serdes.String(), Serdes.ByteArray()))
                .mapValues(json -> new Seen(TwoFields.read(json).timestamp()))
                .groupByKey(Grouped.with(Serdes.String(), seenSerde()))
                .aggregate(
                        () -> null,
                        (userId, event, table) -> {
                            if (seen.incrementAndGet() == events) {
                                done.countDown();
                            }
                            return join(table, event.first);
                        },
                        Materialized.<String, Seen>as(
                                        onDisk
                                                ? Stores.persistentKeyValueStore("table")
                                                : Stores.inMemoryKeyValueStore("table"))
                                .withKeySerde(Serdes.String())
                                .withValueSerde(seenSerde())
                                .withCachingEnabled())
                .toStream()
                .mapValues((userId, s) -> SampleEvent.summary(userId, s.first, s.last))
                .to(Cluster.OUTPUT, Produced.with(Serdes.String(), Serdes.ByteArray()));
        return builder;
    }

    private static Seen join(Seen table, long timestamp) {
        if (table == null) {
            return new Seen(timestamp);
        }
        table.join(timestamp);
        return table;
    }

    private static Serde<Seen> seenSerde() {
        return Serdes.serdeFrom(
                (topic, seen) ->
                        seen == null
                                ? null
                                : ByteBuffer.allocate(16)
                                        .putLong(seen.first)
                                        .putLong(seen.last)
                                        .array(),
                (topic, bytes) -> {
                    if (bytes == null) {
                        return null;
                    }
                    ByteBuffer buffer = ByteBuffer.wrap(bytes);
                    Seen seen = new Seen(buffer.getLong());
                    seen.last = buffer.getLong();
                    return seen;
                });
    }
}
