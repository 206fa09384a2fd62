package io.usersummary.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.usersummary.PackagedApp;
import io.usersummary.TestKafka;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions to the packaged service while events come in, beside a fold of what was written. */
class AskIT {

    private static final int USERS = 1_500;
    private static final long BEGIN = 1_700_000_000L;
    private static final long STEP = 7_001;

    private final ObjectMapper json = new ObjectMapper();

    @BeforeEach
    void begin() {
        TestKafka.deleteEverything();
    }

    @Test
    void everyAnswerIsThatOfTheInputWhileOtherEventsComeIn() throws Exception {
        try (PackagedApp app =
                PackagedApp.start(
                        "kafka.bootstrap.servers=" + TestKafka.bootstrapServers(),
                        "generator.enabled=false",
                        "summary.batch-size=500",
                        "summary.batch-timeout=100ms")) {
            produce(IntStream.range(0, USERS).mapToObj(i -> event("stays" + i, seen(i))).toList());
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> lines(app, "prefix=stays", "text/csv").size() == USERS + 1);
            AtomicBoolean over = new AtomicBoolean();
            Thread load = new Thread(() -> load(over));
            load.start();
            try {
                for (int round = 0; round < 3; round++) {
                    ask(app);
                }
            } finally {
                over.set(true);
                load.join();
            }
        }
    }

    private void ask(PackagedApp app) throws Exception {
        assertEquals(ids(0, USERS), new TreeSet<>(walk(app, "prefix=stays&order=none&limit=70")));
        List<String> newestFirst = walk(app, "prefix=stays&order=-firstSeen&limit=333");
        assertEquals(
                IntStream.range(0, USERS).mapToObj(i -> "stays" + (USERS - 1 - i)).toList(),
                newestFirst);
        String range = "prefix=stays&firstSeenFrom=" + seen(100) + "&firstSeenTo=" + seen(400);
        assertEquals(ids(100, 400), new TreeSet<>(walk(app, range + "&limit=90")));
        assertEquals(300, lines(app, range, "application/x-ndjson").size());
        assertEquals(301, lines(app, range, "text/csv").size());
        TreeMap<Long, Integer> hours = new TreeMap<>();
        for (int i = 100; i < 400; i++) {
            hours.merge(seen(i) / 3_600 * 3_600, 1, Integer::sum);
        }
        JsonNode histogram = json.readTree(app.get("/api/histogram?bucket=hour&" + range).body());
        for (JsonNode bucket : histogram.get("buckets")) {
            int expected = hours.getOrDefault(bucket.get("from").asLong(), 0);
            assertEquals(expected, bucket.get("users").asInt(), bucket.toString());
        }
        assertEquals(
                (hours.lastKey() - hours.firstKey()) / 3_600 + 1, histogram.get("buckets").size());
    }

    private List<String> walk(PackagedApp app, String query) throws Exception {
        List<String> ids = new ArrayList<>();
        String next = "/api/summaries?" + query;
        while (next != null) {
            HttpResponse<String> page = app.get(next);
            assertEquals(200, page.statusCode(), page.body());
            for (JsonNode user : json.readTree(page.body())) {
                ids.add(user.get("userId").asText());
            }
            next =
                    page.headers()
                            .firstValue("Link")
                            .map(link -> link.substring(1, link.indexOf('>')))
                            .orElse(null);
        }
        assertEquals(ids.size(), new TreeSet<>(ids).size(), "nobody comes twice");
        return ids;
    }

    private static List<String> lines(PackagedApp app, String query, String type)
            throws IOException, InterruptedException {
        String body = app.send("GET", "/api/summaries?" + query, "Accept", type).body();
        return body.isEmpty() ? List.of() : Arrays.asList(body.split("\r?\n"));
    }

    private static TreeSet<String> ids(int from, int to) {
        TreeSet<String> ids = new TreeSet<>();
        IntStream.range(from, to).forEach(i -> ids.add("stays" + i));
        return ids;
    }

    private static long seen(int user) {
        return BEGIN + user * STEP;
    }

    /** New users all the time, so that the table grows beneath the questions. */
    private static void load(AtomicBoolean over) {
        int user = 0;
        while (!over.get()) {
            int from = user;
            user += 2_000;
            produce(
                    IntStream.range(from, user)
                            .mapToObj(i -> event("other" + i, BEGIN + i))
                            .toList());
        }
        assertTrue(user > 0);
    }

    private static String event(String userId, long timestamp) {
        return "{\"userId\":\"%s\",\"metadata\":{\"timestamp\":%d}}".formatted(userId, timestamp);
    }

    private static void produce(List<String> events) {
        TestKafka.produce(
                events.stream()
                        .map(
                                event ->
                                        new ProducerRecord<byte[], byte[]>(
                                                "input_topic", null, event.getBytes(UTF_8)))
                        .toList());
    }
}
