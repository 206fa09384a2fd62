package io.usersummary.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.usersummary.dev.Ports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.awaitility.Awaitility;

/**
 * A real cluster: three brokers and a controller, each in a process of its own; three replicas of
 * everything, of which two have to have what is acknowledged. Not thread-safe.
 */
final class ThreeBrokers extends Kafka {

    private static final int REPLICAS = 3;
    private static final int CONTROLLER = 100;

    private final int controllerPort = Ports.free();
    private final String voters = CONTROLLER + "@127.0.0.1:" + controllerPort;
    private final Path directory;
    private final ChildProcess controller;
    private final List<Broker> brokers;

    /**
     * Starts them all.
     *
     * @param directory emptied first; takes the logs, which stay, and the data, which does not
     */
    ThreeBrokers(Path directory) {
        super(REPLICAS);
        this.directory = directory;
        Directories.delete(directory);
        List<String> properties =
                new ArrayList<>(
                        List.of(
                                "process.roles=controller",
                                "node.id=" + CONTROLLER,
                                "controller.quorum.voters=" + voters,
                                "controller.listener.names=CONTROLLER",
                                "listeners=CONTROLLER://127.0.0.1:" + controllerPort,
                                "log.dirs=" + directory.resolve("controller").toAbsolutePath()));
        properties.addAll(Broker.TOPICS);
        controller =
                ChildProcess.java(
                        "controller",
                        directory.resolve("controller.log"),
                        "192m",
                        ClusterNode.class,
                        properties);
        brokers =
                IntStream.rangeClosed(1, REPLICAS)
                        .mapToObj(id -> new Broker(id, directory, voters))
                        .toList();
        brokers.forEach(Broker::start);
        controller.awaitOutput("is up");
        brokers.forEach(Broker::awaitUp);
        connect();
    }

    List<Broker> brokers() {
        return brokers;
    }

    @Override
    String address() {
        return brokers.stream().map(Broker::address).collect(Collectors.joining(","));
    }

    @Override
    String addressOfTheService() {
        return brokers.stream()
                .map(broker -> broker.network().address())
                .collect(Collectors.joining(","));
    }

    /** The broker that leads a partition; empty if none does. */
    Optional<Broker> leader(String topic, int partition) {
        Node leader = describe(topic).partitions().get(partition).leader();
        return brokers.stream()
                .filter(broker -> leader != null && broker.id() == leader.id())
                .findFirst();
    }

    /** The partitions of these topics that nobody leads. */
    Set<TopicPartition> leaderless(String... topics) {
        return partitions(topics)
                .filter(p -> leader(p.topic(), p.partition()).isEmpty())
                .collect(Collectors.toSet());
    }

    private Stream<TopicPartition> partitions(String... topics) {
        return Stream.of(topics)
                .flatMap(
                        topic ->
                                describe(topic).partitions().stream()
                                        .map(p -> new TopicPartition(topic, p.partition())));
    }

    /** Starts those that are down, and waits for them. */
    void startAll() {
        List<Broker> down = brokers.stream().filter(broker -> !broker.process().isAlive()).toList();
        down.forEach(Broker::start);
        down.forEach(Broker::awaitUp);
    }

    /**
     * Has one broker miss records that the others have, and leaves it the only one that is up; so
     * there are partitions without a leader.
     *
     * @param whileItIsDown writes the records
     */
    void leaveOneBehind(Broker behind, Runnable whileItIsDown) {
        behind.process().kill();
        whileItIsDown.run();
        brokers.stream()
                .filter(broker -> broker != behind)
                .forEach(broker -> broker.process().kill());
        startAgain(behind);
        Awaitility.await("partitions without a leader")
                .atMost(ChildProcess.PATIENCE)
                .until(() -> !leaderless(INPUT, OUTPUT).isEmpty());
    }

    private static void startAgain(Broker broker) {
        broker.start();
        broker.awaitUp();
    }

    /** Waits until every replica of the three topics has everything. */
    void awaitInSync() {
        Awaitility.await("all replicas to be in sync")
                .atMost(ChildProcess.PATIENCE)
                .untilAsserted(
                        () ->
                                assertEquals(
                                        List.of(),
                                        Stream.of(INPUT, OUTPUT, DEAD_LETTERS)
                                                .flatMap(ThreeBrokers.this::notInSync)
                                                .toList()));
    }

    private Stream<String> notInSync(String topic) {
        return describe(topic).partitions().stream()
                .filter(partition -> partition.isr().size() != REPLICAS)
                .map(partition -> topic + " " + partition);
    }

    /** Makes a broker leader that does not have everything: what only the others have is lost. */
    void electUnclean(Set<TopicPartition> partitions) {
        ask(admin -> admin.electLeaders(ElectionType.UNCLEAN, partitions).all());
    }

    /** Deletes the input with all that is in it. */
    void deleteInput() {
        ask(admin -> admin.deleteTopics(Set.of(INPUT)).all());
    }

    /**
     * Makes the input again; another topic of the same name. An instance that starts meanwhile may
     * be faster, and makes the same.
     */
    void createInput(int partitions) {
        NewTopic input = new NewTopic(INPUT, partitions, (short) REPLICAS);
        Awaitility.await("the input to be created")
                .atMost(ChildProcess.PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> {
                            try {
                                ask(admin -> admin.createTopics(List.of(input)).all());
                            } catch (IllegalStateException e) {
                                return e.getCause() instanceof TopicExistsException;
                            }
                            return true;
                        });
    }

    /** Deletes the input's records before these offsets, as retention would. */
    void deleteBefore(Map<Integer, Long> offsets) {
        Map<TopicPartition, RecordsToDelete> records =
                offsets.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        e -> new TopicPartition(INPUT, e.getKey()),
                                        e -> RecordsToDelete.beforeOffset(e.getValue())));
        ask(admin -> admin.deleteRecords(records).all());
    }

    @Override
    public void close() {
        super.close();
        brokers.forEach(Broker::close);
        controller.kill();
        Directories.delete(directory.resolve("controller"));
    }
}
