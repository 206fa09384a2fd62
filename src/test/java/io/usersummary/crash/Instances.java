package io.usersummary.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;

/** One to three instances of the service that share one input. Not thread-safe. */
final class Instances implements AutoCloseable {

    static final int MOST = 3;

    private final Kafka kafka;
    private final Path logs;
    private final Random random;
    private final List<Instance> running = new ArrayList<>();
    private int starts;

    Instances(Kafka kafka, Path logs, Random random) {
        this.kafka = kafka;
        this.logs = logs;
        this.random = random;
    }

    /** Those that run now. */
    List<Instance> running() {
        return List.copyOf(running);
    }

    /** Starts instances until there are so many. */
    void have(int count) {
        while (running.size() < count) {
            running.add(
                    Instance.start(
                            "instance-" + ++starts, logs, kafka.addressOfTheService(), settings()));
        }
    }

    /** Some more than there are, or as many: one to three. */
    void haveSome() {
        have(1 + random.nextInt(MOST));
    }

    /** One more, if there is room. */
    void join() {
        have(Math.min(running.size() + 1, MOST));
    }

    /**
     * Small batches that close by count, or large ones that are open for long; one consumer, or
     * several that share the table.
     */
    private Map<String, String> settings() {
        String consumers = Integer.toString(1 + random.nextInt(MOST));
        Map<String, String> settings = new HashMap<>();
        settings.put("mp.messaging.incoming.events.concurrency", consumers);
        if (random.nextBoolean()) {
            settings.put("summary.batch-size", "500");
            settings.put("summary.batch-timeout", "2s");
        }
        return settings;
    }

    Instance any() {
        return running.get(random.nextInt(running.size()));
    }

    void awaitReady() {
        running.forEach(Instance::awaitReady);
    }

    /** Waits until all are ready and some more input is acknowledged. */
    void awaitProgress() {
        awaitReady();
        long before = acknowledged();
        Awaitility.await("more input to be acknowledged")
                .atMost(ChildProcess.PATIENCE)
                .until(() -> acknowledged() > before);
    }

    private long acknowledged() {
        return kafka.group().committed().values().stream().mapToLong(Long::longValue).sum();
    }

    void kill(Instance instance) {
        instance.process().kill();
        running.remove(instance);
    }

    void killAll() {
        running().forEach(this::kill);
    }

    /** Stops an instance in good order, which must take it out of the group at once. */
    void leave(Instance instance) {
        int exit = stop(instance);
        assertEquals(Instance.TERMINATED, exit, "exit code of " + instance);
        assertFalse(kafka.group().has(instance), instance + " is still in the group");
    }

    /** Asks an instance to stop, and waits for its end; returns its exit code. */
    int stop(Instance instance) {
        int exit = instance.process().terminate();
        running.remove(instance);
        return exit;
    }

    /** Ends what still runs. */
    @Override
    public void close() {
        killAll();
    }
}
