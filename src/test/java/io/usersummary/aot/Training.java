package io.usersummary.aot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.usersummary.TestKafka;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What a service does while its archive of classes is made: enough of what production does that the
 * classes are loaded, and that the JVM knows which methods are hot and how they are used.
 */
final class Training {

    private static final int ROUNDS = 30;
    private static final int EVENTS_A_ROUND = 10_000;
    private static final int USERS = 10_000;
    private static final long TIME = 1_534_382_478;

    private static final List<String> PATHS =
            List.of("/", "/api/stats", "/api/summaries?limit=10", "/q/metrics", "/q/health");

    private Training() {}

    /** Answers a GET with its status. */
    interface Http {
        int get(String path) throws Exception;
    }

    /** Feeds a running service, asks it, and returns once it has committed all events. */
    static void train(Http service) throws Exception {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> TestKafka.topics().contains("input_topic"));
        SplittableRandom random = new SplittableRandom(ROUNDS);
        for (int round = 0; round < ROUNDS; round++) {
            TestKafka.produce(
                    IntStream.range(0, EVENTS_A_ROUND).mapToObj(i -> event(random)).toList());
            for (String path : PATHS) {
                assertEquals(200, service.get(path), path);
            }
        }
        await().atMost(Duration.ofMinutes(2))
                .until(
                        () ->
                                TestKafka.committedRecords("user-summary", "input_topic")
                                        == ROUNDS * EVENTS_A_ROUND);
    }

    private static ProducerRecord<byte[], byte[]> event(SplittableRandom random) {
        String user = "j" + random.nextInt(11_000_000, 11_000_000 + USERS);
        long time = TIME + random.nextInt(10_000);
        String event =
                """
                {"userId":"%s","visitorId":"jas8v98171","type":"Event",\
                "metadata":{"messageId":"123sdafas-%d","sentAt":%d,"timestamp":%d,\
                "receivedAt":0,"apiKey":"apikey1","spaceId":"space1","version":"v1"},\
                "event":"Played Movie","eventData":{"MovieID":"MIM4ddd4"}}"""
                        .formatted(user, random.nextLong(), time, time);
        return new ProducerRecord<>("input_topic", user.getBytes(UTF_8), event.getBytes(UTF_8));
    }
}
