package io.usersummary.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.usersummary.crash.Faults.Fault;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Breaks a small installation of the packaged service over and over, and then has an oracle
 * recompute from the input what the output topic should hold.
 *
 * <p>{@code -Dcrash.rounds} says how many faults strike, {@code -Dcrash.seed} which and when: a run
 * prints its seed. The engine is that of this build; where the package of the other is at hand too
 * ({@code -Pstreams -Ddefault-engine=}), to be changed is one of the faults. What the processes
 * said stays in {@code target/crash}. The long form is {@code ./mvnw verify -Dit.test=CrashIT
 * -Dcrash.rounds=110}; the default is each kind of fault once.
 */
class CrashIT {

    private static final int ROUNDS = Integer.getInteger("crash.rounds", Faults.possible().size());
    private static final long SEED = Long.getLong("crash.seed", new Random().nextInt(1_000_000));
    private static final int PARTITIONS = 6;

    private final Path logs = Path.of("target", "crash", "seed-" + SEED);
    private final Random random = new Random(SEED);
    private final Deck<Fault> deck = new Deck<>(Faults.possible(), random);

    @Test
    void theNewestRecordsAreExactWhateverBefellInstancesAndBroker() {
        say("seed %d, %d rounds, logs in %s", SEED, ROUNDS, logs);
        try (Cluster cluster = new Cluster(logs)) {
            cluster.createTopics(PARTITIONS);
            try (Traffic traffic = new Traffic(cluster.address(), SEED);
                    Instances instances = new Instances(cluster, logs, random)) {
                breakThings(new Faults(cluster, traffic, instances, random), instances);
                traffic.close();
                assertAllIsWell(cluster, instances);
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "seed " + SEED + ", logs in " + logs + ": " + e.getMessage(), e);
        }
    }

    private void breakThings(Faults faults, Instances instances) {
        instances.have(2);
        for (int round = 1; round <= ROUNDS; round++) {
            Fault fault = deck.draw();
            say("round %d: %s strikes %s", round, fault, instances.running());
            faults.strike(fault);
        }
    }

    private static void assertAllIsWell(Cluster cluster, Instances instances) {
        Settling.awaitExact(cluster);
        say(
                "exact: %s, from %d input records by %d output records",
                Oracle.consult(cluster), cluster.size(Kafka.INPUT), cluster.size(Kafka.OUTPUT));
        Settling.assertQuiet(cluster);
        stopAll(instances);
        assertRestartRepublishesNothing(cluster, instances);
    }

    private static void stopAll(Instances instances) {
        instances.running().forEach(Instance::awaitListening);
        for (Instance instance : instances.running()) {
            long start = System.nanoTime();
            instances.leave(instance);
            say("%s stopped in %d ms", instance, (System.nanoTime() - start) / 1_000_000);
        }
    }

    private static void assertRestartRepublishesNothing(Cluster cluster, Instances instances) {
        long users = Oracle.consult(cluster).users();
        instances.have(1);
        Instance instance = instances.running().get(0).awaitReady();
        if (instances.engine() == Engine.DEFAULT) {
            // The other one can only count about.
            assertEquals(users, instance.metric("user_summary_users"), "users read back");
        }
        Settling.assertQuiet(cluster);
        stopAll(instances);
    }

    private static void say(String format, Object... arguments) {
        System.out.println("[crash] " + String.format(format, arguments));
    }
}
