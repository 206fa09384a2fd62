package io.usersummary.bench.lab;

import io.usersummary.bench.Settings;
import io.usersummary.bench.data.Filler;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.kafka.common.utils.Utils;

/** One broker and the instruments around it; everything in it ends with {@link #close()}. */
public final class Lab implements AutoCloseable {

    private static final double IDLE_SHARE = 0.05;
    private static final long IDLE_MILLIS = 500;
    private static final int IDLE_LOOKS = 60;

    private final Settings settings;
    private final Broker broker;
    private final Cluster cluster;
    private final BytesOut bytesOut;

    /** Starts the broker and returns when it answers. */
    public Lab(Settings settings) {
        this.settings = settings;
        broker = Broker.start(Settings.RESULTS, settings.port());
        try {
            cluster = new Cluster(broker.bootstrapServers());
            cluster.awaitBroker();
            bytesOut = new BytesOut(broker.child());
        } catch (IllegalStateException e) {
            String log = broker.child().tail();
            broker.close();
            throw new IllegalStateException(
                    "The broker on port %d did not start (%s); %s"
                            .formatted(settings.port(), e.getMessage(), log),
                    e);
        }
    }

    public Settings settings() {
        return settings;
    }

    public Cluster cluster() {
        return cluster;
    }

    public BytesOut bytesOut() {
        return bytesOut;
    }

    public Child broker() {
        return broker.child();
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    public Filler filler() {
        return new Filler(broker.bootstrapServers());
    }

    public Path logs() {
        return Settings.RESULTS.resolve("logs");
    }

    /** Where instances on Kafka Streams keep what they have on disk; deleted in the end. */
    public Path state() {
        return Settings.RESULTS.resolve("state");
    }

    /** Port for the application's HTTP interface. */
    public int httpPort() {
        return settings.port() + 2;
    }

    /**
     * Waits until the broker has used less than 5% of one core for half a second; goes on after 30
     * seconds in any case.
     */
    public void quiesce() {
        for (int i = 0; i < IDLE_LOOKS; i++) {
            double before = broker.child().cpuSeconds();
            Pause.millis(IDLE_MILLIS);
            if (broker.child().cpuSeconds() - before <= IDLE_SHARE * IDLE_MILLIS / 1000) {
                return;
            }
        }
    }

    @Override
    public void close() {
        bytesOut.close();
        cluster.close();
        broker.close();
        delete(state());
    }

    private static void delete(Path directory) {
        try {
            Utils.delete(directory.toFile());
        } catch (IOException e) {
            System.err.println("Could not delete " + directory + ": " + e.getMessage());
        }
    }
}
