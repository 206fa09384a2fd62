package io.usersummary.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * How soon others go on with what an instance leaves behind; with the settings as they come. It
 * measures seconds, so no other test runs beside it.
 */
@Tag("alone")
class FailoverIT {

    private static final int PARTITIONS = 4;
    private static final String INSTANCE_ID = "mp.messaging.incoming.events.group.instance.id";

    private final List<Instance> instances = new ArrayList<>();
    private Path logs;
    private Cluster cluster;
    private int starts;

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

    private Instance start(Map<String, String> settings) {
        String name = "instance-" + ++starts;
        Instance instance = Instance.startAsItComes(name, logs, cluster.address(), settings);
        instances.add(instance);
        return instance;
    }

    /** Two instances that have shared the input among them. */
    private void startTwo(Map<String, String> first, Map<String, String> second) {
        start(first);
        start(second);
        instances.forEach(Instance::awaitReady);
        await(
                "both to have partitions",
                Duration.ofMinutes(1),
                () ->
                        cluster.group().assignments().values().stream()
                                .map(Set::size)
                                .toList()
                                .equals(List.of(PARTITIONS / 2, PARTITIONS / 2)));
    }

    @Test
    void nineEventsWrittenAsAnInstanceIsKilledArePublishedWithinFifteenSeconds() {
        startTwo(Map.of(), Map.of());
        instances.remove(0).process().kill();
        long killed = System.nanoTime();
        cluster.produce(nineEvents(ALL));
        awaitPublished(9, killed, Duration.ofSeconds(15), "a killed instance was replaced");
    }

    @Test
    void aStaticMemberThatIsKilledAndStartedAgainPublishesWithinFiveSeconds() {
        startTwo(Map.of(INSTANCE_ID, "first"), Map.of(INSTANCE_ID, "second"));
        Instance victim = instances.remove(0);
        List<Integer> its = List.copyOf(cluster.group().assignments().get(victim.member()));
        victim.process().kill();
        long killed = System.nanoTime();
        Instance again = start(Map.of(INSTANCE_ID, "first"));
        cluster.produce(nineEvents(its));
        again.awaitListening();
        // How long a JVM takes to start is the machine's affair.
        Duration started = Duration.ofNanos(System.nanoTime() - killed);
        Duration limit = started.plusMillis(2_500);
        awaitPublished(9, killed, limit, "a static member, started in " + started + ", was back");
    }

    private static final List<Integer> ALL = IntStream.range(0, PARTITIONS).boxed().toList();

    /** Nine users over these partitions; over all of them, no instance has a full batch. */
    private static List<ProducerRecord<byte[], byte[]>> nineEvents(List<Integer> partitions) {
        return IntStream.range(0, 9)
                .mapToObj(
                        i ->
                                Records.event(
                                        partitions.get(i % partitions.size()),
                                        "user-" + i,
                                        1_000 + i))
                .toList();
    }

    private void awaitPublished(int users, long since, Duration limit, String what) {
        await(
                users + " users to be published",
                limit.plusSeconds(60),
                () -> cluster.size(Kafka.OUTPUT) >= users);
        Duration taken = Duration.ofNanos(System.nanoTime() - since);
        System.out.printf("[crash] %s after %d ms%n", what, taken.toMillis());
        assertTrue(taken.compareTo(limit) <= 0, "took " + taken);
    }

    @Test
    void anInstanceThatStandsStillForEightSecondsKeepsItsPartitions() {
        startTwo(Map.of(), Map.of());
        Set<String> before = cluster.group().sessions();
        instances.get(0).process().freeze();
        pause(Duration.ofSeconds(8));
        instances.get(0).process().thaw();
        cluster.produce(nineEvents(ALL));
        awaitPublished(9, System.nanoTime(), Duration.ofSeconds(15), "it went on");
        assertEquals(before, cluster.group().sessions());
        assertNoneGaveAway();
    }

    @Test
    void anInstanceStarvedByEightBusyProcessesKeepsItsPartitions() {
        startTwo(Map.of(), Map.of());
        Set<String> before = cluster.group().sessions();
        List<ChildProcess> busy =
                IntStream.range(0, 8)
                        .mapToObj(
                                i ->
                                        ChildProcess.start(
                                                "busy-" + i,
                                                logs.resolve("busy.log"),
                                                List.of("sh", "-c", "while :; do :; done")))
                        .toList();
        try {
            pause(Duration.ofSeconds(13));
        } finally {
            busy.forEach(ChildProcess::kill);
        }
        assertEquals(before, cluster.group().sessions());
        assertNoneGaveAway();
    }

    private void assertNoneGaveAway() {
        for (Instance instance : instances) {
            String said = instance.process().output();
            // One of them was first, and gave back what the second got.
            assertTrue(said.split("Giving back").length <= 2 && !said.contains("Lost ["), said);
        }
    }

    @Test
    void aRollingReplacementLeavesNoPartitionUnreadForMoreThanTwoSeconds() {
        startTwo(AT_ONCE, AT_ONCE);
        assertReadAllTheTime(
                () -> {
                    for (int i = 0; i < 2; i++) {
                        start(AT_ONCE).awaitReady();
                        instances.remove(0).process().terminate();
                    }
                });
    }

    @Test
    void aRollingReplacementOfStaticMembersLeavesNoPartitionUnreadForMoreThanTwoSeconds() {
        startTwo(atOnce("first"), atOnce("second"));
        assertReadAllTheTime(
                () -> {
                    for (String id : List.of("first", "second")) {
                        instances.remove(0).process().terminate();
                        start(atOnce(id)).awaitReady();
                        pause(Duration.ofSeconds(1));
                    }
                });
    }

    /** Every event is published by itself, so that its summary tells when it was read. */
    private static final Map<String, String> AT_ONCE = Map.of("summary.batch-size", "1");

    private static Map<String, String> atOnce(String instanceId) {
        return Map.of("summary.batch-size", "1", INSTANCE_ID, instanceId);
    }

    private void assertReadAllTheTime(Runnable replacement) {
        int events;
        try (Metronome metronome = new Metronome(cluster.address(), PARTITIONS)) {
            metronome.awaitMore(20);
            replacement.run();
            metronome.awaitMore(20);
            events = metronome.stop();
        }
        await(
                "all to be published",
                Duration.ofMinutes(1),
                () -> cluster.size(Kafka.OUTPUT) >= events);
        Map<String, Long> written = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> event : cluster.records(Kafka.INPUT)) {
            written.put(Records.text(event.key()), event.timestamp());
        }
        long longest = 0;
        for (ConsumerRecord<byte[], byte[]> summary : cluster.records(Kafka.OUTPUT)) {
            long taken = summary.timestamp() - written.get(Records.text(summary.key()));
            longest = Math.max(longest, taken);
        }
        System.out.printf(
                "[crash] %d events in a rolling replacement, each published after %d ms at most%n",
                events, longest);
        assertTrue(longest <= 2_000, longest + " ms");
    }

    private static void await(String what, Duration limit, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(limit).pollInterval(Duration.ofMillis(50)).until(condition);
    }

    /** The length is what is tested: nothing else happens meanwhile. */
    private static void pause(Duration length) {
        Awaitility.await().atMost(length.plusSeconds(10)).pollDelay(length).until(() -> true);
    }
}
