package io.usersummary.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;

/**
 * What can happen to one to three instances and their broker while events keep coming. When it
 * strikes is told by the traffic, never by the clock. Not thread-safe.
 */
final class Faults implements AutoCloseable {

    /** One thing that happens. */
    enum Fault {
        /** One more instance joins. */
        JOIN,
        /** An instance is stopped in good order. */
        LEAVE,
        /** An instance is killed. */
        KILL,
        /** All instances are killed at once. */
        KILL_ALL,
        /** An instance stands still for so long that the others take over, then carries on. */
        FREEZE,
        /** The broker is stopped in good order and started again. */
        BROKER_RESTART,
        /** The broker is killed and started again. */
        BROKER_KILL,
        /** The broker stands still for a while; an instance may die meanwhile. */
        BROKER_FREEZE,
        /** The output topic takes no records for a while, and an instance dies meanwhile. */
        OUTPUT_REFUSED,
        /** The dead-letter topic takes no records for a while, and an instance dies meanwhile. */
        DEAD_LETTERS_REFUSED,
        /** All are stopped, and the last events are read again. */
        REWIND
    }

    private static final int MOST_INSTANCES = 3;

    private final Cluster cluster;
    private final Traffic traffic;
    private final Path logs;
    private final Random random;
    private final List<Instance> instances = new ArrayList<>();
    private int starts;

    Faults(Cluster cluster, Traffic traffic, Path logs, Random random) {
        this.cluster = cluster;
        this.traffic = traffic;
        this.logs = logs;
        this.random = random;
    }

    /** The instances that run now. */
    List<Instance> instances() {
        return instances;
    }

    /** Starts instances until there are so many. */
    void haveInstances(int count) {
        while (instances.size() < count) {
            instances.add(
                    Instance.start("instance-" + ++starts, logs, cluster.address(), settings()));
        }
    }

    /** Small batches that close by count, or large ones that are open for long. */
    private Map<String, String> settings() {
        return random.nextBoolean()
                ? Map.of("summary.batch-size", "9")
                : Map.of("summary.batch-size", "500", "summary.batch-timeout", "2s");
    }

    /** Lets a fault strike at a random moment, and mends it. */
    void strike(Fault fault) {
        if (random.nextInt(3) > 0) {
            awaitProgress();
        }
        awaitSomeEvents();
        switch (fault) {
            case JOIN -> haveInstances(Math.min(instances.size() + 1, MOST_INSTANCES));
            case LEAVE -> leave(any());
            case KILL -> kill(any());
            case KILL_ALL -> List.copyOf(instances).forEach(this::kill);
            case FREEZE -> freeze(any());
            case BROKER_RESTART -> {
                cluster.broker().terminate();
                cluster.start();
            }
            case BROKER_KILL -> {
                cluster.broker().kill();
                cluster.start();
            }
            case BROKER_FREEZE -> freezeBroker();
            case OUTPUT_REFUSED -> refuse(Cluster.OUTPUT);
            case DEAD_LETTERS_REFUSED -> refuse(Cluster.DEAD_LETTERS);
            case REWIND -> rewind();
        }
        haveInstances(1 + random.nextInt(MOST_INSTANCES));
    }

    private Instance any() {
        return instances.get(random.nextInt(instances.size()));
    }

    private void awaitSomeEvents() {
        traffic.awaitMore(random.nextInt(400));
    }

    /** Waits until all are ready and some more input is acknowledged. */
    private void awaitProgress() {
        instances.forEach(Instance::awaitReady);
        long before = acknowledged();
        Awaitility.await("more input to be acknowledged")
                .atMost(ChildProcess.PATIENCE)
                .until(() -> acknowledged() > before);
    }

    private long acknowledged() {
        return cluster.committed().values().stream().mapToLong(Long::longValue).sum();
    }

    private void kill(Instance instance) {
        instance.process().kill();
        instances.remove(instance);
    }

    /** Stops an instance in good order, which must take it out of the group at once. */
    void leave(Instance instance) {
        int exit = instance.process().terminate();
        instances.remove(instance);
        assertEquals(Instance.TERMINATED, exit, "exit code of " + instance);
        assertFalse(
                cluster.members().contains(instance.name()), instance + " is still in the group");
    }

    private void freeze(Instance instance) {
        Awaitility.await(instance + " to be in the group")
                .atMost(ChildProcess.PATIENCE)
                .until(() -> cluster.members().contains(instance.name()));
        instance.process().freeze();
        Awaitility.await(instance + " to be taken for dead")
                .atMost(ChildProcess.PATIENCE)
                .until(() -> !cluster.members().contains(instance.name()));
        awaitSomeEvents();
        instance.process().thaw();
    }

    private void freezeBroker() {
        cluster.broker().freeze();
        Instance victim = any();
        boolean dies = random.nextBoolean();
        pause(Duration.ofMillis(random.nextInt(3_000)));
        if (dies) {
            kill(victim);
        }
        cluster.broker().thaw();
    }

    /** Nothing can be observed while the broker stands still: the length is the fault itself. */
    private static void pause(Duration length) {
        Awaitility.await().pollDelay(length).until(() -> true);
    }

    /** What is read in this time cannot be covered, so that its reader must not let go of it. */
    private void refuse(String topic) {
        awaitProgress();
        cluster.setWritable(topic, false);
        traffic.awaitMore(800 + random.nextInt(400));
        kill(any());
        cluster.setWritable(topic, true);
    }

    private void rewind() {
        List.copyOf(instances).forEach(Instance::awaitListening);
        List.copyOf(instances).forEach(this::leave);
        Awaitility.await("killed instances to be gone from the group")
                .atMost(ChildProcess.PATIENCE)
                .until(() -> cluster.members().isEmpty());
        Map<Integer, Long> offsets = new HashMap<>();
        cluster.committed()
                .forEach(
                        (partition, offset) -> {
                            if (random.nextBoolean()) {
                                // Not far, or what an earlier fault did would be mended by it.
                                long back = Math.min(offset, random.nextInt(50));
                                offsets.put(partition, offset - back);
                            }
                        });
        cluster.rewind(offsets);
    }

    /** Ends what still runs. */
    @Override
    public void close() {
        List.copyOf(instances).forEach(this::kill);
    }
}
