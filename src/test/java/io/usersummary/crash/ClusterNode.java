package io.usersummary.crash;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** One node of a cluster of Apache Kafka, a broker or a controller, until its process is ended. */
final class ClusterNode {

    private static final String CLUSTER = "three-brokers-for-tests";

    /** Held on to, because a logger nobody refers to may be collected together with its level. */
    private static final Logger ROOT = Logger.getLogger("");

    private ClusterNode() {}

    /**
     * @param args the node's properties, each as {@code key=value}
     */
    public static void main(String[] args) throws Exception {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        ROOT.setLevel(Level.WARNING);
        Properties properties = new Properties();
        for (String arg : args) {
            String[] pair = arg.split("=", 2);
            properties.put(pair[0], pair[1]);
        }
        KafkaConfig config = new KafkaConfig(properties, false);
        format(config);
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
        server.startup();
        System.out.println("Kafka: node " + config.nodeId() + " is up");
    }

    private static void format(KafkaConfig config) throws Exception {
        String directory = config.metadataLogDir();
        if (Files.exists(Path.of(directory, "meta.properties"))) {
            return;
        }
        Files.createDirectories(Path.of(directory));
        new Formatter()
                .setPrintStream(new PrintStream(PrintStream.nullOutputStream()))
                .setNodeId(config.nodeId())
                .setClusterId(CLUSTER)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(directory)
                .addDirectory(directory)
                .run();
    }
}
