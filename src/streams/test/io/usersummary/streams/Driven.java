package io.usersummary.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.usersummary.event.EventShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;

/** The topology without brokers and threads; it commits after each record that it is given. */
final class Driven implements AutoCloseable {

    static final int LARGEST_LETTER = 2_000;

    final List<String> told = new ArrayList<>();

    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> input;
    private final TestInputTopic<byte[], byte[]> output;
    private final TestOutputTopic<byte[], byte[]> published;
    private final TestOutputTopic<byte[], byte[]> letters;

    Driven(boolean keyedByUser) {
        StreamsMetrics metrics =
                new StreamsMetrics() {
                    @Override
                    public void accepted() {
                        told.add("accepted");
                    }

                    @Override
                    public void poison() {
                        told.add("poison");
                    }

                    @Override
                    public void published() {
                        told.add("published");
                    }

                    @Override
                    public void unreadable() {
                        told.add("unreadable");
                    }
                };
        SummaryTopology.Plan plan =
                new SummaryTopology.Plan(
                        "input_topic",
                        "output_topic",
                        "input_topic_dlq",
                        EventShape.EXAMPLE,
                        Duration.ofDays(1),
                        keyedByUser,
                        1,
                        LARGEST_LETTER);
        Properties settings = new Properties();
        settings.put("application.id", "test-" + Thread.currentThread().getId());
        settings.put("bootstrap.servers", "nowhere:1");
        settings.put("state.dir", "target/streams-test");
        driver =
                new TopologyTestDriver(
                        SummaryTopology.of(
                                plan, Stores.inMemoryKeyValueStore(SummaryTopology.TABLE), metrics),
                        settings);
        ByteArraySerializer in = new ByteArraySerializer();
        ByteArrayDeserializer out = new ByteArrayDeserializer();
        input = driver.createInputTopic("input_topic", in, in);
        output = driver.createInputTopic("output_topic", in, in);
        published = driver.createOutputTopic("output_topic", out, out);
        letters = driver.createOutputTopic("input_topic_dlq", out, out);
    }

    Driven seen(String userId, long... timestamps) {
        for (long timestamp : timestamps) {
            value(
                    "{\"userId\":\"%s\",\"metadata\":{\"timestamp\":%d}}"
                            .formatted(userId, timestamp)
                            .getBytes(UTF_8));
        }
        return this;
    }

    void value(byte[] value) {
        input.pipeInput("key".getBytes(UTF_8), value);
    }

    void record(byte[] key, byte[] value, Headers headers) {
        input.pipeInput(new TestRecord<>(key, value, headers, 7L));
    }

    /** Somebody else writes to the output topic. */
    void elsewhere(String userId, String value) {
        output.pipeInput(userId.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8));
    }

    /** What was published since the last call, in its order. */
    List<String> published() {
        return published.readRecordsToList().stream()
                .map(
                        record ->
                                new String(record.key(), UTF_8)
                                        + " "
                                        + (record.value() == null
                                                ? null
                                                : new String(record.value(), UTF_8)))
                .toList();
    }

    /** The newest of everything that was published since the last call. */
    Map<String, String> table() {
        Map<String, String> table = new HashMap<>();
        published
                .readRecordsToList()
                .forEach(
                        record ->
                                table.put(
                                        new String(record.key(), UTF_8),
                                        new String(record.value(), UTF_8)));
        return table;
    }

    List<TestRecord<byte[], byte[]>> letters() {
        return letters.readRecordsToList();
    }

    /** What a look-up would find. */
    String find(String userId) {
        byte[] row =
                driver.<Bytes, byte[]>getKeyValueStore(SummaryTopology.TABLE)
                        .get(Bytes.wrap(userId.getBytes(UTF_8)));
        return row == null ? null : new String(row, UTF_8);
    }

    static String summary(String userId, long first, long last) {
        return "{\"userId\":\"%s\",\"firstSeen\":%d,\"lastSeen\":%d}"
                .formatted(userId, first, last);
    }

    @Override
    public void close() {
        driver.close();
    }
}
