package io.usersummary.crash;

import io.usersummary.dev.EmbeddedKafka;
import io.usersummary.dev.Ports;
import java.nio.file.Path;
import java.util.List;

/** A real broker in a process of its own, so that it can be stopped, frozen and killed. */
final class Cluster extends Kafka {

    private static final String DATA = "broker";

    private final Path directory;
    private final int port = Ports.free();
    private ChildProcess broker;
    private int starts;

    /**
     * Starts the broker.
     *
     * @param directory emptied first; takes the logs, which stay, and the data, which does not
     */
    Cluster(Path directory) {
        super(1);
        this.directory = directory;
        Directories.delete(directory);
        start();
        connect();
    }

    /** Starts it again, at the same address and with its data; returns once it serves clients. */
    void start() {
        broker =
                ChildProcess.java(
                        "broker",
                        directory.resolve("broker-" + ++starts + ".log"),
                        "384m",
                        EmbeddedKafka.class,
                        List.of(Integer.toString(port), directory.resolve(DATA).toString()));
        broker.awaitOutput("Kafka: broker at ");
    }

    ChildProcess broker() {
        return broker;
    }

    @Override
    String address() {
        return "localhost:" + port;
    }

    @Override
    String addressOfTheService() {
        return address();
    }

    @Override
    public void close() {
        super.close();
        if (broker.isAlive()) {
            broker.kill();
        }
        Directories.delete(directory.resolve(DATA));
    }
}
