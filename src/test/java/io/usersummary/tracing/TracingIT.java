package io.usersummary.tracing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.usersummary.PackagedApp;
import io.usersummary.TestKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The packaged application with the traces of its events, on a real broker, and with a collector
 * that the test plays: {@code ./mvnw clean verify -Ptracing}.
 */
@EnabledIfSystemProperty(named = "tracing", matches = "true")
class TracingIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** What comes in, byte by byte; spans are in it in the binary form of OTLP. */
    private final List<String> collected = new CopyOnWriteArrayList<>();

    private HttpServer collector;

    @BeforeEach
    void start() throws IOException {
        TestKafka.deleteEverything();
        TestKafka.createTopic("input_topic", 1, Map.of());
        collector =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", this::collect);
        collector.start();
    }

    private void collect(HttpExchange http) throws IOException {
        collected.add(new String(http.getRequestBody().readAllBytes(), ISO_8859_1));
        http.sendResponseHeaders(200, -1);
        http.close();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    @Test
    void theTraceOfTheLastEventGoesOnToTheSummaryAndLinksTheOthers() throws Exception {
        produce("ann", 5, 'a');
        produce("bob", 1, 'b');
        produce("ann", 3, 'c');
        produce("cid", 7, ' ');
        try (PackagedApp app =
                PackagedApp.start(
                        "kafka.bootstrap.servers=" + TestKafka.bootstrapServers(),
                        "summary.batch-size=4",
                        "quarkus.otel.bsp.schedule.delay=100ms",
                        "quarkus.otel.exporter.otlp.protocol=http/protobuf",
                        "quarkus.otel.exporter.otlp.endpoint=http://localhost:"
                                + collector.getAddress().getPort())) {
            try {
                await().atMost(PATIENCE).until(() -> TestKafka.records("output_topic").size() == 3);
            } catch (RuntimeException e) {
                throw new AssertionError(app.output(), e);
            }
            String ann = span("ann", 'c');
            String bob = span("bob", 'b');
            assertNotEquals(ann, bob);
            assertNull(record("cid").headers().lastHeader("traceparent"));
            await().atMost(PATIENCE).until(() -> isCollected(ann) && isCollected(bob));
            assertTrue(isCollected(trace('c')) && isCollected(span('c')), "the parent");
            assertTrue(isCollected(trace('a')) && isCollected(span('a')), "the link");
        }
    }

    /** The span that a user's summary names, which is one of its own in this trace. */
    private static String span(String user, char trace) {
        Header header = record(user).headers().lastHeader("traceparent");
        String[] parts = new String(header.value(), UTF_8).split("-");
        assertEquals(trace(trace), parts[1]);
        assertNotEquals(span(trace), parts[2]);
        return parts[2];
    }

    private static ConsumerRecord<byte[], byte[]> record(String user) {
        return TestKafka.records("output_topic").stream()
                .filter(record -> new String(record.key(), UTF_8).equals(user))
                .findFirst()
                .orElseThrow();
    }

    private boolean isCollected(String hexadecimal) {
        String bytes = new String(HexFormat.of().parseHex(hexadecimal), ISO_8859_1);
        return collected.stream().anyMatch(body -> body.contains(bytes));
    }

    private static String trace(char trace) {
        return ("" + trace).repeat(32);
    }

    private static String span(char trace) {
        return (trace + "1").repeat(8);
    }

    private static void produce(String user, long second, char trace) {
        String value =
                "{\"userId\":\"%s\",\"metadata\":{\"timestamp\":%d}}".formatted(user, second);
        ProducerRecord<byte[], byte[]> event =
                new ProducerRecord<>("input_topic", null, value.getBytes(UTF_8));
        if (trace != ' ') {
            String parent = "00-%s-%s-01".formatted(trace(trace), span(trace));
            event.headers().add("traceparent", parent.getBytes(UTF_8));
        }
        TestKafka.produce(event);
    }
}
