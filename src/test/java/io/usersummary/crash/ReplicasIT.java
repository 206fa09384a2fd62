package io.usersummary.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What instances make of each other's records, and of records that nobody should have written. */
class ReplicasIT {

    private static final int PARTITIONS = 3;

    private final List<Instance> instances = new ArrayList<>();
    private Path logs;
    private Cluster cluster;

    @BeforeEach
    void startBroker(TestInfo test) {
        logs = Path.of("target", "crash", test.getTestMethod().orElseThrow().getName());
        cluster = new Cluster(logs);
        cluster.createTopics(PARTITIONS);
    }

    @AfterEach
    void stopAll() {
        instances.forEach(instance -> instance.process().kill());
        cluster.close();
    }

    private Instance start() {
        return start(Map.of());
    }

    private Instance start(Map<String, String> settings) {
        Instance instance =
                Instance.start(
                        "instance-" + (instances.size() + 1), logs, cluster.address(), settings);
        instances.add(instance);
        return instance;
    }

    @Test
    void threeReplicasFedTheSameConflictingUsersSettleAndFallSilent() {
        int users = 300;
        List<Instance> replicas = List.of(start(), start(), start());
        replicas.forEach(Instance::awaitReady);
        await("all three to be in the group", () -> cluster.members().size() == 3);
        List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                events.add(event(partition, "user-" + user, 1_000 + (user * 7L + partition) % 10));
            }
        }
        cluster.produce(events);

        Settling.awaitExact(cluster);
        Settling.assertQuiet(cluster);
        long records = cluster.size(Cluster.OUTPUT);
        // Each replica may say what it knows, then once more what is missing, and not much else.
        assertTrue(records <= 2 * PARTITIONS * users, records + " records for " + users + " users");
        System.out.printf("[crash] %d users settled with %d records%n", users, records);
        replicas.forEach(replica -> assertEquals(users, replica.metric("user_summary_users")));
    }

    @Test
    void aRecordThatSaysLessIsRepairedOnce() {
        List<Instance> replicas = List.of(start(), start());
        replicas.forEach(Instance::awaitReady);
        cluster.produce(List.of(event(0, "known", 10), event(1, "known", 20)));
        Settling.awaitExact(cluster);
        long before = cluster.size(Cluster.OUTPUT);

        cluster.produce(List.of(published("known", summary("known", 12, 15))));

        await("a repair", () -> cluster.size(Cluster.OUTPUT) >= before + 2);
        Settling.awaitExact(cluster);
        Settling.assertQuiet(cluster);
        long repairs = cluster.size(Cluster.OUTPUT) - before - 1;
        assertTrue(repairs <= replicas.size(), repairs + " repairs of one record");
    }

    @Test
    void aRecordThatSaysMoreIsBelievedByAll() {
        Instance replica = start().awaitReady();
        cluster.produce(List.of(event(0, "known", 10)));
        await("the user to be published", () -> cluster.size(Cluster.OUTPUT) == 1);

        cluster.produce(List.of(published("known", summary("known", 5, 15))));

        await(
                "the record to be followed",
                () -> replica.get("/api/summaries/known").body().contains("\"firstSeen\":5"));
        cluster.produce(List.of(event(1, "known", 7)));
        await("the event to be acknowledged", cluster::allCommitted);
        Settling.assertQuiet(cluster);
        assertEquals(2, cluster.size(Cluster.OUTPUT));
    }

    @Test
    void unreadableRecordsAreCountedAndSkippedAndATombstoneForgetsTheUser() {
        Instance replica = start().awaitReady();
        cluster.produce(List.of(event(0, "gone", 10), event(1, "stays", 20)));
        await("both users to be published", () -> cluster.size(Cluster.OUTPUT) == 2);

        cluster.produce(
                List.of(
                        published("stays", "no summary"),
                        published("stays", summary("somebody else", 1, 2)),
                        published("stays", "{\"userId\":\"stays\",\"firstSeen\":3,\"lastSeen\":2}"),
                        published("gone", null)));

        await(
                "all to be followed",
                () ->
                        replica.metric("user_summary_unreadable_total") == 3
                                && replica.metric("user_summary_users") == 1);
        assertEquals(404, replica.get("/api/summaries/gone").statusCode());
        assertEquals(200, replica.get("/api/summaries/stays").statusCode());
        assertEquals(200, replica.get("/q/health/ready").statusCode());
        assertEquals(1, count(replica.process().output(), "that is no summary"));

        Instance restarted = start().awaitReady();
        assertEquals(1, restarted.metric("user_summary_users"));
        cluster.produce(List.of(event(2, "gone", 30)));
        await(
                "the forgotten user to begin anew",
                () -> replica.get("/api/summaries/gone").body().contains("\"firstSeen\":30"));
    }

    @Test
    void noEventIsTakenBeforeTheTableIsReadBack() {
        int users = 200_000;
        List<ProducerRecord<byte[], byte[]>> table = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            table.add(published("user-" + user, summary("user-" + user, 100, 200)));
        }
        cluster.produce(table);
        cluster.produce(List.of(event(0, "user-0", 150), event(1, "user-1", 250)));

        Instance instance = start();
        instance.awaitListening();
        int early = instance.get("/q/health/ready").statusCode();
        instance.awaitReady();

        System.out.printf("[crash] readiness right after the start: %d%n", early);
        assertEquals(users, instance.metric("user_summary_users"));
        await("both events to be acknowledged", cluster::allCommitted);
        Settling.assertQuiet(cluster);
        assertEquals(users + 1, cluster.size(Cluster.OUTPUT), "only one event taught anything new");
        assertEquals(
                summary("user-1", 100, 250),
                text(
                        cluster.records(Cluster.OUTPUT).stream()
                                .filter(record -> text(record.key()).equals("user-1"))
                                .reduce((older, newer) -> newer)
                                .orElseThrow()
                                .value()));
    }

    @Test
    void theNewerGroupProtocolSharesTheInputAndHandsItOver() {
        String events = "mp.messaging.incoming.events.";
        Map<String, String> settings =
                Map.of(
                        events + "group.protocol", "consumer",
                        // The broker decides these for it.
                        events + "session.timeout.ms", "",
                        events + "heartbeat.interval.ms", "");
        Instance first = start(settings).awaitReady();
        Instance second = start(settings).awaitReady();
        await("both to be in the group", () -> cluster.members().size() == 2);
        assertEquals(GroupType.CONSUMER, cluster.protocol());
        cluster.produce(List.of(event(0, "a", 5), event(1, "a", 3), event(2, "b", 4)));
        Settling.awaitExact(cluster);
        await("all to be acknowledged", cluster::allCommitted);

        assertEquals(Instance.TERMINATED, first.process().terminate());
        assertEquals(1, cluster.members().size(), "it left the group at once");
        cluster.produce(List.of(event(0, "a", 9), event(1, "b", 1), event(2, "c", 7)));

        Settling.awaitExact(cluster);
        await("all to be acknowledged", cluster::allCommitted);
        assertEquals(3, second.metric("user_summary_users"));
    }

    @Test
    void partitionsThatAreAddedToTheInputAreRead() {
        start(Map.of("mp.messaging.incoming.events.metadata.max.age.ms", "500")).awaitReady();
        cluster.produce(List.of(event(0, "a", 5)));
        Settling.awaitExact(cluster);

        cluster.addPartitions(Cluster.INPUT, PARTITIONS + 2);
        cluster.produce(List.of(event(PARTITIONS, "a", 3), event(PARTITIONS + 1, "b", 4)));

        Settling.awaitExact(cluster);
        await("all to be acknowledged", cluster::allCommitted);
    }

    private static void await(String what, BooleanSupplier condition) {
        Awaitility.await(what).atMost(ChildProcess.PATIENCE).until(condition::getAsBoolean);
    }

    private static ProducerRecord<byte[], byte[]> event(
            int partition, String userId, long timestamp) {
        String event =
                "{\"userId\":\"%s\",\"metadata\":{\"timestamp\":%d}}".formatted(userId, timestamp);
        return new ProducerRecord<>(Cluster.INPUT, partition, null, bytes(event));
    }

    private static ProducerRecord<byte[], byte[]> published(String key, String value) {
        return new ProducerRecord<>(
                Cluster.OUTPUT, bytes(key), value == null ? null : bytes(value));
    }

    private static String summary(String userId, long first, long last) {
        return "{\"userId\":\"%s\",\"firstSeen\":%d,\"lastSeen\":%d}"
                .formatted(userId, first, last);
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
