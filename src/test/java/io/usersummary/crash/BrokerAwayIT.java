package io.usersummary.crash;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One of three brokers is away and stays away: everything goes on. */
class BrokerAwayIT {

    private final Path logs = Path.of("target", "crash", "broker-away");
    private ThreeBrokers kafka;
    private Instance instance;

    @BeforeEach
    void startBrokers() {
        kafka = new ThreeBrokers(logs);
        kafka.createTopics(1);
        instance =
                Instance.start("instance-1", logs, kafka.addressOfTheService(), Map.of())
                        .awaitReady();
    }

    @AfterEach
    void stop() {
        instance.process().kill();
        kafka.close();
    }

    @Test
    void summariesArePublishedAndRepairedAlthoughTheLeaderOfTheirPartitionIsGone() {
        kafka.produce(List.of(Records.event(0, "a", 10), Records.event(0, "a", 20)));
        Settling.awaitExact(kafka);
        lessIsSaid();

        kafka.leader(Kafka.OUTPUT, 0).orElseThrow().process().kill();
        kafka.produce(List.of(Records.event(0, "b", 10)));
        Settling.awaitExact(kafka);
        lessIsSaid();
        Settling.awaitExact(kafka);
    }

    /**
     * Twice: the first time the instance asks the leader where the topic ends, and remembers it.
     */
    private void lessIsSaid() {
        long before = kafka.size(Kafka.OUTPUT);
        kafka.produce(List.of(Records.published("a", Records.summary("a", 12, 15))));
        Awaitility.await("a repair")
                .atMost(ChildProcess.PATIENCE)
                .until(() -> kafka.size(Kafka.OUTPUT) >= before + 2);
    }
}
