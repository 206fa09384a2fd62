package io.usersummary.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;

/** What can happen to three brokers and their topics. Not thread-safe. */
final class ClusterFaults {

    /** One thing that happens to brokers or topics. */
    enum Fault {
        /** The leader of a partition is killed while it is being written to. */
        LEADER_KILLED,
        /** The leader of a partition stands still for longer than the cluster waits for it. */
        LEADER_STOPPED,
        /** One broker after the other is stopped in good order and started again. */
        ROLLING_RESTART,
        /** A broker's disk is full: it dies of that. */
        DISK_FULL,
        /** The one broker that is up has missed records, so that partitions have no leader. */
        NO_LEADER,
        /** The same, and then somebody makes it leader: records are lost that were acknowledged. */
        UNCLEAN_ELECTION,
        /** The input is deleted and made again. */
        INPUT_RECREATED,
        /** While no instance runs, records are deleted that none has read yet. */
        RETENTION,
        /** The output takes no records for a while. */
        OUTPUT_REFUSED,
        /** The dead-letter topic takes no records for a while. */
        DEAD_LETTERS_REFUSED
    }

    private static final Duration LONGER_THAN_A_BROKERS_SESSION = Duration.ofSeconds(4);

    private final ThreeBrokers kafka;
    private final Traffic traffic;
    private final Instances instances;
    private final History history;
    private final Random random;
    private final int partitions;
    private long lost;

    ClusterFaults(
            ThreeBrokers kafka,
            Traffic traffic,
            Instances instances,
            History history,
            Random random,
            int partitions) {
        this.kafka = kafka;
        this.traffic = traffic;
        this.instances = instances;
        this.history = history;
        this.random = random;
        this.partitions = partitions;
    }

    /** How many records brokers have lost so far that they had acknowledged. */
    long lost() {
        return lost;
    }

    /**
     * Lets a fault strike, and mends it.
     *
     * @param meanwhile what else happens before it is mended
     */
    void strike(Fault fault, Runnable meanwhile) {
        kafka.awaitInSync();
        traffic.awaitMore(random.nextInt(200));
        switch (fault) {
            case LEADER_KILLED -> {
                Broker leader = leader();
                leader.process().kill();
                meanwhile.run();
                start(leader);
            }
            case LEADER_STOPPED -> {
                Broker leader = leader();
                leader.process().freeze();
                meanwhile.run();
                pause(LONGER_THAN_A_BROKERS_SESSION);
                leader.process().thaw();
            }
            case ROLLING_RESTART -> rollingRestart(meanwhile);
            case DISK_FULL -> {
                kafka.brokers().get(random.nextInt(3)).dieOfAFullDisk();
                meanwhile.run();
                kafka.startAll();
            }
            case NO_LEADER -> {
                leaveOneBehind();
                meanwhile.run();
                kafka.startAll();
            }
            case UNCLEAN_ELECTION -> {
                electUnclean();
                meanwhile.run();
            }
            case INPUT_RECREATED -> {
                history.keep(kafka);
                kafka.deleteInput();
                meanwhile.run();
                kafka.createInput(partitions);
            }
            case RETENTION -> {
                instances.killAll();
                traffic.awaitMore(300);
                deleteSomeUnread();
                meanwhile.run();
            }
            case OUTPUT_REFUSED -> refuse(Kafka.OUTPUT, meanwhile);
            case DEAD_LETTERS_REFUSED -> refuse(Kafka.DEAD_LETTERS, meanwhile);
        }
    }

    /** The leader of any partition of the input or the output. */
    private Broker leader() {
        return kafka.leader(
                        random.nextBoolean() ? Kafka.INPUT : Kafka.OUTPUT,
                        random.nextInt(partitions))
                .orElseThrow();
    }

    private static void start(Broker broker) {
        broker.start();
        broker.awaitUp();
    }

    private void rollingRestart(Runnable meanwhile) {
        for (Broker broker : kafka.brokers()) {
            broker.process().terminate();
            if (broker.id() == 2) {
                meanwhile.run();
            }
            start(broker);
            kafka.awaitInSync();
        }
    }

    private void leaveOneBehind() {
        kafka.leaveOneBehind(
                kafka.brokers().get(random.nextInt(3)),
                () -> traffic.awaitMore(200 + random.nextInt(200)));
    }

    /**
     * Instances that know everything live through it: what nobody knows any more cannot be restored
     * by anybody. And they are given the time to do so.
     */
    private void electUnclean() {
        instances.awaitReady();
        List<ConsumerRecord<byte[], byte[]>> input = new ArrayList<>();
        List<ConsumerRecord<byte[], byte[]>> output = new ArrayList<>();
        kafka.leaveOneBehind(
                kafka.brokers().get(random.nextInt(3)),
                () -> {
                    traffic.awaitMore(300 + random.nextInt(300));
                    history.keep(kafka);
                    input.addAll(kafka.records(Kafka.INPUT));
                    output.addAll(kafka.records(Kafka.OUTPUT));
                });
        kafka.electUnclean(kafka.leaderless(Kafka.INPUT, Kafka.OUTPUT));
        kafka.startAll();
        kafka.awaitInSync();
        lost(Kafka.INPUT, Loss.of(input, kafka.records(Kafka.INPUT)));
        lost(Kafka.OUTPUT, Loss.of(output, kafka.records(Kafka.OUTPUT)));
        traffic.awaitMore(300);
        settle();
    }

    private void lost(String topic, long records) {
        System.out.printf("[cluster] %s has lost %d acknowledged records%n", topic, records);
        lost += records;
    }

    /** Waits for the service to have made good what was lost. */
    private void settle() {
        traffic.pause(true);
        Settling.awaitExact(kafka, () -> Oracle.consult(kafka, history, traffic.sent()));
        traffic.pause(false);
    }

    private void deleteSomeUnread() {
        history.keep(kafka);
        Map<Integer, Long> committed = kafka.group().committed();
        Map<Integer, Long> before = new HashMap<>();
        kafka.ends(Kafka.INPUT)
                .forEach(
                        (partition, end) -> {
                            long unread = end - committed.get(partition);
                            if (unread > 1 && random.nextBoolean()) {
                                long gone = 1 + random.nextLong(unread - 1);
                                before.put(partition, committed.get(partition) + gone);
                            }
                        });
        kafka.records(Kafka.INPUT).stream()
                .filter(record -> record.offset() >= committed.get(record.partition()))
                .filter(record -> record.offset() < before.getOrDefault(record.partition(), 0L))
                .forEach(history::deleted);
        kafka.deleteBefore(before);
        lost(
                Kafka.INPUT,
                before.entrySet().stream()
                        .mapToLong(e -> e.getValue() - committed.get(e.getKey()))
                        .sum());
    }

    private void refuse(String topic, Runnable meanwhile) {
        kafka.setWritable(topic, false);
        traffic.awaitMore(400 + random.nextInt(400));
        meanwhile.run();
        kafka.setWritable(topic, true);
    }

    /** The length is the fault itself. */
    private static void pause(Duration length) {
        Awaitility.await().pollDelay(length).atMost(length.plusMinutes(1)).until(() -> true);
    }
}
