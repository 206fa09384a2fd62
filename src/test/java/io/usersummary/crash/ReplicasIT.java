package io.usersummary.crash;

import static io.usersummary.crash.Records.event;
import static io.usersummary.crash.Records.published;
import static io.usersummary.crash.Records.summary;
import static io.usersummary.crash.Records.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** Each partition says something else of every user. */
    private void settleOnConflictsAbout(int users) {
        List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                events.add(event(partition, "user-" + user, 1_000 + (user * 7L + partition) % 10));
            }
        }
        cluster.produce(events);

        Settling.awaitExact(cluster);
        Settling.assertQuiet(cluster);
    }

    @Test
    void threeReplicasFedTheSameConflictingUsersSettleAndFallSilent() {
        int users = 300;
        List<Instance> replicas = List.of(start(), start(), start());
        replicas.forEach(Instance::awaitReady);
        await("all three to be in the group", () -> cluster.group().members().size() == 3);
        settleOnConflictsAbout(users);
        long records = cluster.size(Kafka.OUTPUT);
        // Each replica may say what it knows, then once more what is missing, and not much else.
        assertTrue(records <= 2 * PARTITIONS * users, records + " records for " + users + " users");
        System.out.printf("[crash] %d users settled with %d records%n", users, records);
        replicas.forEach(replica -> assertEquals(users, replica.metric("user_summary_users")));
    }

    @Test
    void severalConsumersOfOneInstanceShareOneTableAndLeaveTogether() {
        int users = 300;
        Instance instance =
                start(Map.of("mp.messaging.incoming.events.concurrency", "3")).awaitReady();
        await("three to be in the group", () -> cluster.group().members().size() == 3);
        settleOnConflictsAbout(users);
        assertEquals(users, instance.metric("user_summary_users"));
        assertEquals(
                PARTITIONS * users,
                instance.metric("user_summary_events_total{outcome=\"accepted\"}"));
        assertEquals(Instance.TERMINATED, instance.process().terminate());
        assertEquals(Set.of(), cluster.group().members());
    }

    @Test
    void aRecordThatSaysLessIsRepairedOnce() {
        List<Instance> replicas = List.of(start(), start());
        replicas.forEach(Instance::awaitReady);
        cluster.produce(List.of(event(0, "known", 10), event(1, "known", 20)));
        Settling.awaitExact(cluster);
        long before = cluster.size(Kafka.OUTPUT);

        cluster.produce(List.of(published("known", summary("known", 12, 15))));

        await("a repair", () -> cluster.size(Kafka.OUTPUT) >= before + 2);
        Settling.awaitExact(cluster);
        Settling.assertQuiet(cluster);
        long repairs = cluster.size(Kafka.OUTPUT) - before - 1;
        assertTrue(repairs <= replicas.size(), repairs + " repairs of one record");
    }

    @Test
    void aRecordThatSaysMoreIsBelievedByAll() {
        Instance replica = start().awaitReady();
        cluster.produce(List.of(event(0, "known", 10)));
        await("the user to be published", () -> cluster.size(Kafka.OUTPUT) == 1);

        cluster.produce(List.of(published("known", summary("known", 5, 15))));

        await(
                "the record to be followed",
                () -> replica.get("/api/summaries/known").body().contains("\"firstSeen\":5"));
        cluster.produce(List.of(event(1, "known", 7)));
        await("the event to be acknowledged", cluster.group()::allCommitted);
        Settling.assertQuiet(cluster);
        assertEquals(2, cluster.size(Kafka.OUTPUT));
    }

    @Test
    void unreadableRecordsAreCountedAndSkippedAndATombstoneForgetsTheUser() {
        Instance replica = start().awaitReady();
        cluster.produce(List.of(event(0, "gone", 10), event(1, "stays", 20)));
        await("both users to be published", () -> cluster.size(Kafka.OUTPUT) == 2);

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
        int users = 20_000;
        List<ProducerRecord<byte[], byte[]>> table = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            table.add(published("user-" + user, summary("user-" + user, 100, 200)));
        }
        cluster.produce(table);
        List<ProducerRecord<byte[], byte[]>> known = new ArrayList<>();
        for (int user = 1; user < 100; user++) {
            known.add(event(user % PARTITIONS, "user-" + user, 150));
        }
        cluster.produce(known);
        cluster.produce(List.of(event(0, "user-0", 250)));

        // The table comes slowly, and an event that is taken is published at once: whoever did not
        // know its user would say so.
        String slow = "mp.messaging.incoming.published-summaries.";
        Instance instance =
                start(
                        Map.of(
                                "summary.batch-size",
                                "1",
                                slow + "max.partition.fetch.bytes",
                                "10000",
                                slow + "fetch.max.bytes",
                                "30000"));
        instance.awaitListening();
        int early = instance.get("/q/health/ready").statusCode();
        assertEquals(503, early, "ready before the table was read back");
        assertEquals(Set.of(0L), Set.copyOf(cluster.group().committed().values()));
        instance.awaitReady();

        assertEquals(users, instance.metric("user_summary_users"));
        await("all events to be acknowledged", cluster.group()::allCommitted);
        Settling.assertQuiet(cluster);
        assertEquals(users + 1, cluster.size(Kafka.OUTPUT), "only one event taught anything new");
        assertEquals(
                summary("user-0", 100, 250),
                text(
                        cluster.records(Kafka.OUTPUT).stream()
                                .filter(record -> text(record.key()).equals("user-0"))
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
        await("both to be in the group", () -> cluster.group().members().size() == 2);
        assertEquals(GroupType.CONSUMER, cluster.group().protocol());
        cluster.produce(List.of(event(0, "a", 5), event(1, "a", 3), event(2, "b", 4)));
        Settling.awaitExact(cluster);
        await("all to be acknowledged", cluster.group()::allCommitted);

        assertEquals(Instance.TERMINATED, first.process().terminate());
        assertEquals(1, cluster.group().members().size(), "it left the group at once");
        cluster.produce(List.of(event(0, "a", 9), event(1, "b", 1), event(2, "c", 7)));

        Settling.awaitExact(cluster);
        await("all to be acknowledged", cluster.group()::allCommitted);
        assertEquals(3, second.metric("user_summary_users"));
    }

    @Test
    void partitionsThatAreAddedToTheInputAreRead() {
        start(Map.of("mp.messaging.incoming.events.metadata.max.age.ms", "500")).awaitReady();
        cluster.produce(List.of(event(0, "a", 5)));
        Settling.awaitExact(cluster);

        cluster.addPartitions(Kafka.INPUT, PARTITIONS + 2);
        cluster.produce(List.of(event(PARTITIONS, "a", 3), event(PARTITIONS + 1, "b", 4)));

        Settling.awaitExact(cluster);
        await("all to be acknowledged", cluster.group()::allCommitted);
    }

    private static void await(String what, BooleanSupplier condition) {
        Awaitility.await(what).atMost(ChildProcess.PATIENCE).until(condition::getAsBoolean);
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }
}
