package io.usersummary.crash;

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
final class Faults {

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
        REWIND,
        /** All are stopped, and go on as instances of the other engine. */
        CHANGE_ENGINE
    }

    /** Those that can befall the service as it is packaged here. */
    static List<Fault> possible() {
        List<Fault> possible = new ArrayList<>(List.of(Fault.values()));
        if (Engine.available().size() < 2) {
            possible.remove(Fault.CHANGE_ENGINE);
        }
        return possible;
    }

    private final Cluster cluster;
    private final Traffic traffic;
    private final Instances instances;
    private final Random random;

    Faults(Cluster cluster, Traffic traffic, Instances instances, Random random) {
        this.cluster = cluster;
        this.traffic = traffic;
        this.instances = instances;
        this.random = random;
    }

    /** Lets a fault strike at a random moment, and mends it. */
    void strike(Fault fault) {
        if (random.nextInt(3) > 0) {
            instances.awaitProgress();
        }
        awaitSomeEvents();
        switch (fault) {
            case JOIN -> instances.join();
            case LEAVE -> instances.leave(instances.any());
            case KILL -> instances.kill(instances.any());
            case KILL_ALL -> instances.killAll();
            case FREEZE -> freeze(instances.any());
            case BROKER_RESTART -> {
                cluster.broker().terminate();
                cluster.start();
            }
            case BROKER_KILL -> {
                cluster.broker().kill();
                cluster.start();
            }
            case BROKER_FREEZE -> freezeBroker();
            case OUTPUT_REFUSED -> refuse(Kafka.OUTPUT);
            case DEAD_LETTERS_REFUSED -> refuse(Kafka.DEAD_LETTERS);
            case REWIND -> rewind();
            case CHANGE_ENGINE -> changeEngine();
        }
        instances.haveSome();
    }

    private void awaitSomeEvents() {
        traffic.awaitMore(random.nextInt(400));
    }

    private void freeze(Instance instance) {
        Awaitility.await(instance + " to be in the group")
                .atMost(ChildProcess.PATIENCE)
                .until(() -> cluster.group().has(instance));
        instance.process().freeze();
        Awaitility.await(instance + " to be taken for dead")
                .atMost(ChildProcess.PATIENCE)
                .until(() -> !cluster.group().has(instance));
        awaitSomeEvents();
        instance.process().thaw();
    }

    private void freezeBroker() {
        cluster.broker().freeze();
        Instance victim = instances.any();
        boolean dies = random.nextBoolean();
        pause(Duration.ofMillis(random.nextInt(3_000)));
        if (dies) {
            instances.kill(victim);
        }
        cluster.broker().thaw();
    }

    /** Nothing can be observed while the broker stands still: the length is the fault itself. */
    private static void pause(Duration length) {
        Awaitility.await().pollDelay(length).until(() -> true);
    }

    /** What is read in this time cannot be covered, so that its reader must not let go of it. */
    private void refuse(String topic) {
        instances.awaitProgress();
        cluster.setWritable(topic, false);
        traffic.awaitMore(800 + random.nextInt(400));
        instances.kill(instances.any());
        cluster.setWritable(topic, true);
    }

    private void changeEngine() {
        stopAll();
        instances.change(instances.engine() == Engine.DEFAULT ? Engine.STREAMS : Engine.DEFAULT);
    }

    private void stopAll() {
        instances.running().forEach(Instance::awaitListening);
        instances.running().forEach(instances::leave);
        Awaitility.await("killed instances to be gone from the group")
                .atMost(ChildProcess.PATIENCE)
                .until(() -> cluster.group().members().isEmpty());
    }

    private void rewind() {
        stopAll();
        Map<Integer, Long> offsets = new HashMap<>();
        cluster.group()
                .committed()
                .forEach(
                        (partition, offset) -> {
                            if (random.nextBoolean()) {
                                // Not far, or what an earlier fault did would be mended by it.
                                long back = Math.min(offset, random.nextInt(50));
                                offsets.put(partition, offset - back);
                            }
                        });
        cluster.group().rewind(offsets);
    }
}
