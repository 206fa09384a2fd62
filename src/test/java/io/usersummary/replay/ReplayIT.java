package io.usersummary.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.PackagedApp;
import io.usersummary.TestKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dead letters on their way back, past a service that runs beside. */
class ReplayIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String RETURNS = "dead-letter-returns";

    @BeforeEach
    void empty() {
        TestKafka.deleteEverything();
        // Records here are of 1970: the broker's first look for expired ones would delete them.
        TestKafka.createTopic("input_topic", 2, Map.of("retention.ms", "-1"));
    }

    private static String[] settings(String... more) {
        return Stream.concat(
                        Stream.of(
                                "kafka.bootstrap.servers=" + TestKafka.bootstrapServers(),
                                "summary.batch-size=1000",
                                "summary.batch-timeout=100ms"),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private static PackagedApp service(String... more) throws Exception {
        return PackagedApp.start(settings(more));
    }

    /** Runs the command to its end, and answers what it printed. */
    private static String replay(int exitCode, List<String> options, String... more)
            throws Exception {
        List<String> words = new ArrayList<>(List.of("replay"));
        words.addAll(options);
        try (PackagedApp command = PackagedApp.run(words, settings(more))) {
            assertEquals(exitCode, command.exitCode(), command.output());
            assertFalse(command.output().contains("Listening"), command.output());
            assertFalse(command.output().contains("\tat "), command.output());
            return command.output();
        }
    }

    private static void assertSays(String output, String... lines) {
        for (String line : lines) {
            assertTrue(output.contains("  " + line), output);
        }
    }

    private static int deadLetters() {
        return TestKafka.records("input_topic_dlq").size();
    }

    private static long committed() {
        return TestKafka.committedRecords("user-summary", "input_topic");
    }

    private static ProducerRecord<byte[], byte[]> record(int partition, long time, String value) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(
                        "input_topic", partition, time, "k".getBytes(UTF_8), value.getBytes(UTF_8));
        record.headers().add("trace", new byte[] {1});
        return record;
    }

    @Test
    void tenThousandLettersGoBackAcrossACrashAndAnInterruptionAfterAWrongPointerWasMended()
            throws Exception {
        Map<String, long[]> seen = new HashMap<>();
        List<ProducerRecord<byte[], byte[]>> events = events(10_000, seen);
        try (PackagedApp wrong = service("event.user-id=/user")) {
            TestKafka.produce(events);
            await().atMost(PATIENCE).until(() -> committed() == 10_000);
        }
        assertEquals(10_000, deadLetters());
        assertTrue(TestKafka.table("output_topic").isEmpty());

        try (PackagedApp mended = service()) {
            try (PackagedApp killed = slowReplay(12_000)) {
                killed.kill();
            }
            try (PackagedApp interrupted = slowReplay(15_000)) {
                interrupted.terminate();
                interrupted.exitCode();
                assertTrue(interrupted.output().contains("run it again"), interrupted.output());
            }
            int before = TestKafka.records("input_topic").size() - 10_000;
            assertTrue(before < 10_000, "not stopped in the middle, but behind " + before);

            String whole = replay(0, List.of());
            assertTrue(whole.contains("10,000 dead letters looked at"), whole);
            int returned = TestKafka.records("input_topic").size() - 10_000;
            assertTrue(returned >= 10_000 && returned <= 11_000, "sent back " + returned);
            assertSays(replay(0, List.of()), "0 sent back", "10,000 were sent back by an earlier");

            await().atMost(PATIENCE).until(() -> committed() == 10_000 + returned);
            assertEquals(table(seen), TestKafka.table("output_topic"));
            assertEquals(10_000, deadLetters());
        }
    }

    /** One with a pause behind each poll, so that it has a middle; returns when it is there. */
    private static PackagedApp slowReplay(int records) throws Exception {
        PackagedApp command =
                PackagedApp.run(
                        List.of("replay"),
                        settings("mp.messaging.outgoing.dead-letters.linger.ms=300"));
        await().pollInterval(Duration.ofMillis(50))
                .atMost(PATIENCE)
                .until(() -> TestKafka.records("input_topic").size() > records);
        return command;
    }

    private static List<ProducerRecord<byte[], byte[]>> events(
            int count, Map<String, long[]> seen) {
        SplittableRandom random = new SplittableRandom(1);
        List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String userId = "u" + random.nextInt(700);
            long time = random.nextInt(1_000_000);
            seen.merge(
                    userId,
                    new long[] {time, time},
                    (a, b) -> new long[] {Math.min(a[0], b[0]), Math.max(a[1], b[1])});
            events.add(
                    record(
                            i % 2,
                            i,
                            "{\"userId\":\"%s\",\"metadata\":{\"timestamp\":%d}}"
                                    .formatted(userId, time)));
        }
        return events;
    }

    private static Map<String, String> table(Map<String, long[]> seen) {
        Map<String, String> table = new HashMap<>();
        seen.forEach(
                (userId, time) ->
                        table.put(
                                userId,
                                "{\"userId\":\"%s\",\"firstSeen\":%d,\"lastSeen\":%d}"
                                        .formatted(userId, time[0], time[1])));
        return table;
    }

    @Test
    void letterThatComesBackIsLeftAloneUnlessToldAndNothingElseOfItChanges() throws Exception {
        try (PackagedApp service = service()) {
            TestKafka.produce(List.of(record(1, 5_000, "poison"), record(0, 6_000, "{}")));
            await().atMost(PATIENCE).until(() -> deadLetters() == 2);

            String dry = replay(0, List.of("--dry-run"));
            assertSays(dry, "2 would be sent back", "    1 - not a JSON object");
            assertEquals(2, TestKafka.records("input_topic").size());

            String first = replay(0, List.of("--reason=JSON object", "--partition=1"));
            assertSays(first, "1 sent back", "1 are not asked for");
            await().atMost(PATIENCE).until(() -> deadLetters() == 3);
            ConsumerRecord<byte[], byte[]> back = newest("input_topic", 1);
            assertEquals(List.of("trace", RETURNS), names(back));
            assertEquals("1", text(back, RETURNS));
            assertEquals(5_000, back.timestamp());
            assertArrayEquals("k".getBytes(UTF_8), back.key());
            assertArrayEquals("poison".getBytes(UTF_8), back.value());

            String second = replay(0, List.of());
            assertSays(
                    second,
                    "1 sent back",
                    "1 were sent back by an earlier run",
                    "1 were sent back once and set aside again");
            await().atMost(PATIENCE).until(() -> deadLetters() == 4);

            String third = replay(0, List.of("--again"));
            assertSays(third, "2 sent back", "2 were sent back by an earlier run");
            await().atMost(PATIENCE).until(() -> deadLetters() == 6);
            assertEquals("2", text(newest("input_topic", 1), RETURNS));
            assertEquals(5_000, newest("input_topic", 1).timestamp());
            assertEquals(200, service.get("/q/health/ready").statusCode());
        }
    }

    private static ConsumerRecord<byte[], byte[]> newest(String topic, int partition) {
        return TestKafka.records(topic).stream()
                .filter(record -> record.partition() == partition)
                .reduce((one, next) -> next)
                .orElseThrow();
    }

    private static List<String> names(ConsumerRecord<?, ?> record) {
        return Arrays.stream(record.headers().toArray()).map(Header::key).toList();
    }

    private static String text(ConsumerRecord<?, ?> record, String header) {
        return new String(record.headers().lastHeader(header).value(), UTF_8);
    }

    @Test
    void cutLettersAreCountedWithTheirOriginsAndForeignRecordsAreLeftAlone() throws Exception {
        TestKafka.createTopic("input_topic_dlq", 1, Map.of("max.message.bytes", "10000"));
        TestKafka.produce("input_topic_dlq", "somebody", "else's");
        try (PackagedApp service = service()) {
            TestKafka.produce(record(1, 5_000, "x".repeat(100_000)));
            await().atMost(PATIENCE).until(() -> deadLetters() == 2);
        }
        String output = replay(0, List.of());
        assertSays(
                output,
                "not sent back: the one from input_topic partition 1 offset 0: not a JSON object",
                "0 sent back",
                "1 are cut",
                "1 were not written by this service");
        assertEquals(1, TestKafka.records("input_topic").size());
    }

    @Test
    void recordsThatAreReadByTheirOwnTimeKeepIt() throws Exception {
        try (PackagedApp wrong = service("event.user-id=/user", "event.timestamp=record")) {
            TestKafka.produce(record(1, 5_000, "{\"userId\":\"ada\"}"));
            await().atMost(PATIENCE).until(() -> deadLetters() == 1);
        }
        String[] mended = {"event.user-id=/userId", "event.timestamp=record"};
        replay(0, List.of(), mended);
        try (PackagedApp service = service(mended)) {
            await().atMost(PATIENCE)
                    .until(() -> TestKafka.table("output_topic").containsKey("ada"));
            assertEquals(
                    "{\"userId\":\"ada\",\"firstSeen\":5,\"lastSeen\":5}",
                    TestKafka.table("output_topic").get("ada"));
        }
    }

    @Test
    void whatIsNotUnderstoodOrCannotBeDoneIsSaidInOneSentence() throws Exception {
        assertTrue(replay(2, List.of("--since=noon")).contains("'--since=noon' is no time"));
        assertTrue(replay(0, List.of("--help")).contains("--partition=N"));
        assertTrue(replay(0, List.of()).contains("There is no topic input_topic_dlq"));
        TestKafka.createTopic("input_topic_dlq", 1, Map.of());
        TestKafka.deleteTopic("input_topic");
        String stopped = replay(1, List.of());
        assertTrue(stopped.contains("there is no topic input_topic. Run it again"), stopped);
        try (PackagedApp misspelt = PackagedApp.run(List.of("repaly"), settings())) {
            assertEquals(2, misspelt.exitCode(), misspelt.output());
            assertTrue(misspelt.output().contains("There is no command 'repaly'"));
        }
    }
}
