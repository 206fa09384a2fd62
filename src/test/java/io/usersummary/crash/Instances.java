package io.usersummary.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;

/** One to three instances of the service that share one input. Not thread-safe. */
final class Instances implements AutoCloseable {

    static final int MOST = 3;

    private final Kafka kafka;
    private final Path logs;
    private final Random random;
    private final List<Instance> running = new ArrayList<>();
    private final StateDirectories states;
    private Engine engine = Engine.ofThisBuild();
    private int starts;

    Instances(Kafka kafka, Path logs, Random random) {
        this.kafka = kafka;
        this.logs = logs;
        this.random = random;
        this.states = new StateDirectories(logs.resolve("state"), random);
    }

    /** Has those that are started from now on be of another engine; none may run. */
    void change(Engine engine) {
        this.engine = engine;
    }

    Engine engine() {
        return engine;
    }

    /** Those that run now. */
    List<Instance> running() {
        return List.copyOf(running);
    }

    /** Starts instances until there are so many. */
    void have(int count) {
        while (running.size() < count) {
            String name = "instance-" + ++starts;
            running.add(
                    Instance.start(
                            engine,
                            name,
                            logs,
                            kafka.addressOfTheService(),
                            engine.settings(name, () -> states.take(name), random)));
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
        gone(instance);
    }

    private void gone(Instance instance) {
        running.remove(instance);
        states.giveBack(instance.toString());
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
        gone(instance);
        return exit;
    }

    /** Ends what still runs. */
    @Override
    public void close() {
        killAll();
        states.delete();
    }
}
