package io.usersummary.crash;

import io.usersummary.dev.Ports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One of several brokers, in a process of its own. The tests' clients and the other brokers reach
 * it directly, the service by way of a {@link Proxy}. Not thread-safe.
 */
final class Broker {

    private final int id;
    private final Path directory;
    private final int port = Ports.free();
    private final int servicePort = Ports.free();
    private final Proxy network = new Proxy(servicePort);
    private final Disk disk = new Disk();
    private final String controller;
    private ChildProcess process;
    private int starts;

    /**
     * @param controller as {@code controller.quorum.voters} has it
     */
    Broker(int id, Path directory, String controller) {
        this.id = id;
        this.directory = directory;
        this.controller = controller;
    }

    /** Starts it; {@link #awaitUp} waits for it. */
    void start() {
        List<String> properties =
                new ArrayList<>(
                        List.of(
                                "process.roles=broker",
                                "node.id=" + id,
                                "controller.quorum.voters=" + controller,
                                "controller.listener.names=CONTROLLER",
                                "listener.security.protocol.map="
                                        + "CONTROLLER:PLAINTEXT,DIRECT:PLAINTEXT,SERVICE:PLAINTEXT",
                                "inter.broker.listener.name=DIRECT",
                                "listeners=DIRECT://127.0.0.1:"
                                        + port
                                        + ",SERVICE://127.0.0.1:"
                                        + servicePort,
                                "advertised.listeners=DIRECT://"
                                        + address()
                                        + ",SERVICE://"
                                        + network.address(),
                                "log.dirs=" + disk.data()));
        properties.addAll(TOPICS);
        properties.addAll(BOUNDS);
        process =
                ChildProcess.java(
                        "broker-" + id,
                        directory.resolve("broker-" + id + "-" + ++starts + ".log"),
                        "320m",
                        ClusterNode.class,
                        properties);
    }

    /**
     * What a topic is like whose maker does not say. The controller has to be told as well: it is
     * who makes them, by its own defaults, also those that the service asks for.
     */
    static final List<String> TOPICS =
            List.of(
                    "auto.create.topics.enable=false",
                    "min.insync.replicas=2",
                    "default.replication.factor=3");

    /** Small, and quick to see that a broker is gone. */
    private static final List<String> BOUNDS =
            List.of(
                    "broker.session.timeout.ms=3000",
                    "broker.heartbeat.interval.ms=500",
                    "replica.lag.time.max.ms=5000",
                    "group.initial.rebalance.delay.ms=0",
                    "offsets.topic.replication.factor=3",
                    "offsets.topic.num.partitions=3",
                    "transaction.state.log.num.partitions=1",
                    "share.coordinator.state.topic.num.partitions=1",
                    "log.index.size.max.bytes=1048576",
                    "log.cleaner.dedupe.buffer.size=2097152",
                    "num.network.threads=2",
                    "num.io.threads=2",
                    "background.threads=2");

    void awaitUp() {
        process.awaitOutput("is up");
    }

    int id() {
        return id;
    }

    ChildProcess process() {
        return process;
    }

    Proxy network() {
        return network;
    }

    /** Where everybody but the service connects. */
    String address() {
        return "127.0.0.1:" + port;
    }

    /** Fills its disk and waits for it to die of that; somebody has to write to it. */
    void dieOfAFullDisk() {
        disk.fill(process);
        process.awaitEnd();
        disk.clear();
    }

    /** Ends it, and deletes its data. */
    void close() {
        network.close();
        if (process != null && process.isAlive()) {
            process.kill();
        }
        disk.close();
    }

    @Override
    public String toString() {
        return "broker-" + id;
    }
}
