package io.usersummary.dev;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A real Apache Kafka broker inside this JVM: one node, broker and controller in one (KRaft). For
 * dev mode, tests and benchmarks; never packaged. Not safe for use by several threads at once.
 */
public final class EmbeddedKafka {
    private static final String HOST = "localhost";
    private static final int NODE = 1;

    private final Options options;
    private final int port;
    private final int controllerPort;
    private KafkaRaftServer server;

    /**
     * What a broker is started with.
     *
     * @param port where clients connect on localhost; 0 takes a free one
     * @param directory where the data is kept; created if missing, reused if it holds data
     * @param brokerProperties added to the broker's configuration, winning over its defaults
     */
    public record Options(int port, Path directory, Map<String, String> brokerProperties) {
        public Options {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port must be from 0 to 65535, not " + port);
            }
            brokerProperties = Map.copyOf(brokerProperties);
        }

        /** Options without extra broker properties. */
        public static Options of(int port, Path directory) {
            return new Options(port, directory, Map.of());
        }
    }

    /** Chooses the ports; starts nothing yet. */
    public EmbeddedKafka(Options options) {
        this.options = options;
        this.port = options.port() == 0 ? Ports.free() : options.port();
        this.controllerPort = Ports.free();
    }

    /**
     * Starts the broker and returns once it serves clients; continues with the data it finds. Does
     * nothing if it runs.
     */
    public EmbeddedKafka start() {
        if (server != null) {
            return this;
        }
        BrokerLogs.quiet();
        KafkaConfig config = new KafkaConfig(configuration(), false);
        format(config);
        server = new KafkaRaftServer(config, Time.SYSTEM);
        server.startup();
        return this;
    }

    /** The address to give to clients, {@code host:port}; the same over restarts. */
    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    /** Stops the broker and returns once it is gone; its data stays. Does nothing if stopped. */
    public void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
        }
    }

    /** Stops and starts again with the same address and data. */
    public void restart() {
        stop();
        start();
    }

    /** Stops the broker and deletes its data when this JVM ends. */
    public void stopAtExit() {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    stop();
                                    deleteData();
                                },
                                "embedded-kafka-stop"));
    }

    /** Deletes everything the broker stored. Only while it is stopped. */
    public void deleteData() {
        if (server != null) {
            throw new IllegalStateException("stop the broker before deleting its data");
        }
        if (!Files.exists(options.directory())) {
            return;
        }
        try (Stream<Path> files = Files.walk(options.directory())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a broker in a process of its own until that process is ended.
     *
     * @param args port, data directory, then any number of broker properties as {@code key=value}
     */
    public static void main(String[] args) {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        Map<String, String> properties =
                Arrays.stream(args)
                        .skip(2)
                        .map(property -> property.split("=", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        EmbeddedKafka kafka =
                new EmbeddedKafka(
                        new Options(Integer.parseInt(args[0]), Path.of(args[1]), properties));
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::stop));
        kafka.start();
        System.out.println("Kafka: broker at " + kafka.bootstrapServers());
    }

    private Properties configuration() {
        Properties all = new Properties();
        all.putAll(
                Map.of(
                        "process.roles",
                        "broker,controller",
                        "node.id",
                        String.valueOf(NODE),
                        "controller.quorum.voters",
                        NODE + "@" + HOST + ":" + controllerPort,
                        "controller.listener.names",
                        "CONTROLLER",
                        "listeners",
                        "PLAINTEXT://%s:%d,CONTROLLER://%s:%d"
                                .formatted(HOST, port, HOST, controllerPort),
                        "log.dirs",
                        options.directory().toAbsolutePath().toString()));
        all.putAll(SMALL);
        all.putAll(options.brokerProperties());
        return all;
    }

    /** A broker for one machine and little memory: no replicas, few partitions, small buffers. */
    private static final Map<String, String> SMALL =
            Map.ofEntries(
                    Map.entry("auto.create.topics.enable", "false"),
                    Map.entry("group.initial.rebalance.delay.ms", "0"),
                    Map.entry("offsets.topic.replication.factor", "1"),
                    Map.entry("offsets.topic.num.partitions", "4"),
                    Map.entry("transaction.state.log.replication.factor", "1"),
                    Map.entry("transaction.state.log.min.isr", "1"),
                    Map.entry("transaction.state.log.num.partitions", "1"),
                    Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                    Map.entry("share.coordinator.state.topic.min.isr", "1"),
                    Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                    Map.entry("log.cleaner.dedupe.buffer.size", String.valueOf(2 << 20)),
                    Map.entry("num.network.threads", "2"),
                    Map.entry("num.io.threads", "2"),
                    Map.entry("background.threads", "2"));

    private void format(KafkaConfig config) {
        if (Files.exists(options.directory().resolve("meta.properties"))) {
            return;
        }
        Formatter formatter =
                new Formatter()
                        .setPrintStream(new PrintStream(PrintStream.nullOutputStream()))
                        .setNodeId(NODE)
                        .setClusterId(Uuid.randomUuid().toString())
                        .setControllerListenerName("CONTROLLER")
                        .setMetadataLogDirectory(config.metadataLogDir())
                        .addDirectory(config.metadataLogDir());
        try {
            Files.createDirectories(options.directory());
            formatter.run();
        } catch (Exception e) {
            throw new IllegalStateException("cannot format " + options.directory(), e);
        }
    }
}
