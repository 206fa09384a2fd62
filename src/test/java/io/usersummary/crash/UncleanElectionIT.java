package io.usersummary.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * A cluster loses records of the output that it had acknowledged: what is restored, and what cannot
 * be.
 */
class UncleanElectionIT {

    private static final int PARTITIONS = 2;
    private static final int USERS = 50;

    private ThreeBrokers kafka;
    private Path logs;
    private Instance instance;

    @BeforeEach
    void startBrokers(TestInfo test) {
        logs = Path.of("target", "crash", test.getTestMethod().orElseThrow().getName());
        kafka = new ThreeBrokers(logs);
        kafka.createTopics(PARTITIONS);
        instance = start("instance-1");
        write("kept", 0);
        Settling.awaitExact(kafka);
        kafka.awaitInSync();
    }

    @AfterEach
    void stop() {
        instance.process().kill();
        kafka.close();
    }

    private Instance start(String name) {
        return Instance.start(name, logs, kafka.addressOfTheService(), Map.of()).awaitReady();
    }

    private void write(String users, int from) {
        kafka.produce(
                IntStream.range(from, from + USERS)
                        .mapToObj(i -> Records.event(i % PARTITIONS, users + "-" + i, 1_000 + i))
                        .toList());
    }

    /** What was published while one broker was away is lost; returns how many records. */
    private long loseWhatIsPublished(Runnable before) {
        Broker behind = kafka.brokers().get(0);
        List<List<ConsumerRecord<byte[], byte[]>>> output = new ArrayList<>();
        kafka.leaveOneBehind(
                behind,
                () -> {
                    write("lost", 0);
                    Settling.awaitExact(kafka);
                    before.run();
                    output.add(kafka.records(Kafka.OUTPUT));
                });
        kafka.electUnclean(kafka.leaderless(Kafka.OUTPUT));
        kafka.startAll();
        kafka.awaitInSync();
        return Loss.of(output.get(0), kafka.records(Kafka.OUTPUT));
    }

    @Test
    void whatAnInstanceKnowsIsPublishedAgain() {
        long lost = loseWhatIsPublished(() -> {});
        System.out.printf("[crash] the brokers lost %d summaries%n", lost);
        assertTrue(lost > 0, "nothing was lost");
        Settling.awaitExact(kafka);
    }

    @Test
    void whatNoInstanceKnowsComesBackWhenTheInputIsReadAgain() {
        long lost = loseWhatIsPublished(() -> instance.process().kill());
        assertEquals(USERS, lost);
        instance = start("instance-2");
        assertEquals(USERS, instance.metric("user_summary_users"), "the lost users are unknown");

        assertEquals(Instance.TERMINATED, instance.process().terminate());
        Map<Integer, Long> beginning = new HashMap<>();
        IntStream.range(0, PARTITIONS).forEach(partition -> beginning.put(partition, 0L));
        Awaitility.await("the killed instance to be gone from the group")
                .atMost(ChildProcess.PATIENCE)
                .until(() -> kafka.group().members().isEmpty());
        kafka.group().rewind(beginning);
        instance = start("instance-3");
        Settling.awaitExact(kafka);
    }
}
