package io.usersummary.bench.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;

/** One Kafka node in its own process, with its files in a folder that {@link #close()} removes. */
public final class Broker implements AutoCloseable {

    private static final List<String> JVM_OPTIONS = List.of("-Xms1g", "-Xmx1g");

    private final Path folder;
    private final String bootstrapServers;
    private final Child child;

    private Broker(Path folder, String bootstrapServers, Child child) {
        this.folder = folder;
        this.bootstrapServers = bootstrapServers;
        this.child = child;
        // So that an interrupted run leaves no gigabytes behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** Starts an empty broker on the given port and its controller on the next. */
    public static Broker start(Path results, int port) {
        requireFree(port);
        requireFree(port + 1);
        Path folder = results.resolve("broker").toAbsolutePath();
        try {
            delete(folder);
            Files.createDirectories(folder);
            Path properties = folder.resolve("server.properties");
            Files.writeString(properties, configuration(folder, port));
            format(properties);
            Child child =
                    Child.start(
                            results.resolve("logs"),
                            "broker",
                            Child.java(
                                    BrokerProcess.class,
                                    JVM_OPTIONS,
                                    List.of(properties.toString())),
                            Map.of());
            return new Broker(folder, "127.0.0.1:" + port, child);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Could not prepare " + folder + ": " + e.getMessage(), e);
        }
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    public Child child() {
        return child;
    }

    @Override
    public void close() {
        child.close();
        try {
            delete(folder);
        } catch (IOException e) {
            System.err.println("Could not remove " + folder + ": " + e.getMessage());
        }
    }

    private static void requireFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress("127.0.0.1", port));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Port %d is taken (%s); choose others with -Dbench.port="
                            .formatted(port, e.getMessage()));
        }
    }

    private static String configuration(Path folder, int port) {
        return """
               process.roles=broker,controller
               node.id=1
               controller.quorum.voters=1@127.0.0.1:%2$d
               controller.listener.names=CONTROLLER
               listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
               advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
               listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
               log.dirs=%3$s
               num.partitions=4
               auto.create.topics.enable=false
               offsets.topic.num.partitions=4
               offsets.topic.replication.factor=1
               transaction.state.log.replication.factor=1
               transaction.state.log.min.isr=1
               share.coordinator.state.topic.replication.factor=1
               share.coordinator.state.topic.min.isr=1
               group.initial.rebalance.delay.ms=0
               file.delete.delay.ms=1000
               """
                .formatted(port, port + 1, folder.resolve("data"));
    }

    private static void format(Path properties) {
        Exit.setExitProcedure(
                (code, message) -> {
                    if (code != 0) {
                        throw new IllegalStateException("Could not format the storage: " + message);
                    }
                });
        StorageTool.main(
                new String[] {
                    "format", "-t", Uuid.randomUuid().toString(), "-c", properties.toString()
                });
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
