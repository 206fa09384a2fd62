package io.usersummary.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Breaks three brokers, the network before them and one to three instances of the packaged service,
 * all at a time, over and over; then an oracle recomputes what the output should hold.
 *
 * <p>{@code -Dcluster.rounds} says how many rounds there are, {@code -Dcluster.seed} which faults
 * and when: a run prints its seed. In a round one fault befalls brokers or topics, and before that
 * is mended so many of {@code -Dcluster.together}, one by default, befall the network and the
 * instances. {@code -Dcluster.minutes} ends it earlier. What the processes said stays in {@code
 * target/cluster}. By default every kind of fault strikes once; the long form, of more than 300
 * faults, is {@code -Dcluster.rounds=101}. It starts up to eight processes, which is enough for one
 * machine, so no other test runs beside it.
 */
@Tag("alone")
class ClusterIT {

    private static final int ROUNDS =
            Integer.getInteger("cluster.rounds", ClusterFaults.Fault.values().length);
    private static final long SEED = Long.getLong("cluster.seed", new Random().nextInt(1_000_000));
    private static final int PARTITIONS = 4;

    /** So many faults of instances, and of the network, while brokers or topics have theirs. */
    private static final int TOGETHER = Integer.getInteger("cluster.together", 1);

    private static final Duration LONGEST =
            Duration.ofMinutes(Integer.getInteger("cluster.minutes", 60));

    private final long start = System.nanoTime();
    private final Path logs = Path.of("target", "cluster", "seed-" + SEED);
    private final Random random = new Random(SEED);
    private final Deck<ClusterFaults.Fault> ofTheCluster =
            new Deck<>(List.of(ClusterFaults.Fault.values()), random);
    private final Deck<InstanceFaults.Fault> ofInstances =
            new Deck<>(List.of(InstanceFaults.Fault.values()), random);
    private final Deck<Proxy.Mode> ofTheNetwork =
            new Deck<>(
                    List.of(Proxy.Mode.DELAY, Proxy.Mode.CUT, Proxy.Mode.HALVE, Proxy.Mode.DROP),
                    random);
    private int struck;
    private final History history = new History();

    @Test
    void noUserIsWrongWhateverBefellBrokersNetworkAndInstances() {
        say("seed %d, %d rounds, logs in %s", SEED, ROUNDS, logs);
        try (ThreeBrokers kafka = new ThreeBrokers(logs)) {
            kafka.createTopics(PARTITIONS);
            try (Traffic traffic = new Traffic(kafka.address(), SEED);
                    Instances instances = new Instances(kafka, logs, random)) {
                ClusterFaults faults =
                        new ClusterFaults(kafka, traffic, instances, history, random, PARTITIONS);
                instances.have(2);
                instances.awaitReady();
                for (int round = 1; round <= ROUNDS && !isLate(); round++) {
                    strike(round, kafka, faults, new InstanceFaults(instances, random));
                    instances.haveSome();
                }
                traffic.close();
                assertExact(kafka, faults, traffic.sent());
                Settling.assertQuiet(kafka);
                assertRestartKnowsAll(kafka, instances);
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "seed " + SEED + ", logs in " + logs + ": " + e.getMessage(), e);
        }
    }

    private void strike(
            int round, ThreeBrokers kafka, ClusterFaults faults, InstanceFaults instances) {
        ClusterFaults.Fault cluster = ofTheCluster.draw();
        List<InstanceFaults.Fault> befallInstances =
                Stream.generate(ofInstances::draw).limit(TOGETHER).toList();
        List<Proxy.Mode> befallTheNetwork =
                Stream.generate(ofTheNetwork::draw).limit(TOGETHER).toList();
        say("round %d: %s, %s, %s", round, cluster, befallInstances, befallTheNetwork);
        Runnable meanwhile =
                () -> {
                    for (int i = 0; i < TOGETHER; i++) {
                        set(kafka, befallTheNetwork.get(i));
                        instances.strike(befallInstances.get(i));
                    }
                };
        // Brokers' losses are made good by instances that know what was there: they have to hear of
        // it.
        if (cluster != ClusterFaults.Fault.UNCLEAN_ELECTION) {
            set(kafka, befallTheNetwork.get(0));
        }
        faults.strike(cluster, meanwhile);
        kafka.brokers().forEach(broker -> broker.network().set(Proxy.Mode.PASS));
        struck += 1 + 2 * TOGETHER;
    }

    /** Of one broker, or of all. */
    private void set(ThreeBrokers kafka, Proxy.Mode mode) {
        int which = random.nextInt(kafka.brokers().size() + 1);
        for (int i = 0; i < kafka.brokers().size(); i++) {
            boolean ill = which == i || which == kafka.brokers().size();
            kafka.brokers().get(i).network().set(ill ? mode : Proxy.Mode.PASS);
        }
    }

    private void assertExact(ThreeBrokers kafka, ClusterFaults faults, Fold sent) {
        kafka.awaitInSync();
        Oracle oracle = Settling.awaitExact(kafka, () -> Oracle.consult(kafka, history, sent));
        say(
                "%d faults, 0 wrong users: %s, of which %d may be a little more because the"
                        + " brokers lost %d acknowledged records; %d output records",
                struck, oracle, oracle.uncertain(), faults.lost(), kafka.size(Kafka.OUTPUT));
    }

    private static void assertRestartKnowsAll(ThreeBrokers kafka, Instances instances) {
        instances.killAll();
        instances.have(1);
        Instance instance = instances.any().awaitReady();
        long users =
                kafka.records(Kafka.OUTPUT).stream()
                        .map(ConsumerRecord::key)
                        .map(Records::text)
                        .collect(Collectors.toSet())
                        .size();
        assertEquals(users, instance.metric("user_summary_users"), "users read back");
    }

    private boolean isLate() {
        return System.nanoTime() - start > LONGEST.toNanos();
    }

    private void say(String format, Object... arguments) {
        System.out.printf(
                "[cluster] %4d s  %s%n",
                (System.nanoTime() - start) / 1_000_000_000, String.format(format, arguments));
    }
}
