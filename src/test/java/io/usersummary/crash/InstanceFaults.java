package io.usersummary.crash;

import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;

/**
 * What can happen to instances while brokers are in trouble as well, so that none of it waits for a
 * broker's answer. Not thread-safe.
 */
final class InstanceFaults {

    /** One thing that happens to an instance. */
    enum Fault {
        JOIN,
        /** One is asked to stop (SIGTERM), whatever it can still do. */
        LEAVE,
        KILL,
        KILL_ALL,
        /** One stands still for a while, and keeps its session. */
        STOP,
        /** One stands still for so long that it is taken for dead. */
        STOP_FOR_LONG
    }

    private static final Duration SESSION = Duration.ofSeconds(6);

    private final Instances instances;
    private final Random random;

    InstanceFaults(Instances instances, Random random) {
        this.instances = instances;
        this.random = random;
    }

    void strike(Fault fault) {
        if (instances.running().isEmpty()) {
            instances.haveSome();
        }
        Instance victim = instances.any();
        switch (fault) {
            case JOIN -> instances.join();
            case LEAVE -> instances.stop(victim);
            case KILL -> instances.kill(victim);
            case KILL_ALL -> instances.killAll();
            case STOP -> standStill(victim, Duration.ofMillis(500 + random.nextInt(2_500)));
            case STOP_FOR_LONG -> standStill(victim, SESSION.plusSeconds(2));
        }
        instances.haveSome();
    }

    /** The length is the fault itself. */
    private static void standStill(Instance instance, Duration length) {
        instance.process().freeze();
        Awaitility.await().pollDelay(length).atMost(length.plusMinutes(1)).until(() -> true);
        instance.process().thaw();
    }
}
