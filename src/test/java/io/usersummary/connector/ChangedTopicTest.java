package io.usersummary.connector;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.usersummary.TestKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A topic that is not any more what it was when its offsets were committed. */
class ChangedTopicTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TOPIC = "changing";
    private static final String GROUP = "readers";

    @BeforeEach
    void empty() {
        TestKafka.deleteEverything();
        TestKafka.createTopic(TOPIC, 1, Map.of());
    }

    private static Set<String> produce(String name, int count) {
        List<String> values = IntStream.range(0, count).mapToObj(i -> name + i).toList();
        TestKafka.produce(values.stream().map(v -> record(v)).toList());
        return new TreeSet<>(values);
    }

    private static ProducerRecord<byte[], byte[]> record(String value) {
        return new ProducerRecord<>(TOPIC, value.getBytes(StandardCharsets.UTF_8));
    }

    private static void recreate() {
        TestKafka.deleteTopic(TOPIC);
        await().until(() -> !TestKafka.topics().contains(TOPIC));
        TestKafka.createTopic(TOPIC, 1, Map.of());
    }

    private static void awaitAll(GroupChannel channel, Set<String> values) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            Set<String> missing = new TreeSet<>(values);
                            missing.removeAll(channel.values);
                            assertEquals(Set.of(), missing);
                        });
    }

    private static void awaitCommitted(long offset) {
        await().atMost(PATIENCE).until(() -> TestKafka.committedRecords(GROUP, TOPIC) == offset);
    }

    /** Has a group that begins at the end of a topic begin: with one record. */
    private static GroupChannel begin() {
        GroupChannel channel = new GroupChannel(TOPIC, GROUP);
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            produce("first", 1);
                            return !channel.values.isEmpty();
                        });
        return channel;
    }

    private static long end() {
        return TestKafka.records(TOPIC).size();
    }

    @Test
    void topicThatIsMadeAgainWhileItIsReadIsReadFromItsBeginning() {
        try (GroupChannel channel = begin()) {
            awaitAll(channel, produce("old", 50));
            awaitCommitted(end());
            recreate();
            awaitAll(channel, produce("new", 800));
            awaitCommitted(800);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7})
    void offsetCommittedToTheFormerTopicIsNotTakenForOneOfTheNew(int leaderEpochOfTheFormer) {
        String former;
        try (GroupChannel channel = begin()) {
            awaitAll(channel, produce("old", 50));
            awaitCommitted(end());
            former = TestKafka.commitMetadata(GROUP, TOPIC);
        }
        recreate();
        Set<String> values = produce("new", 800);
        TestKafka.commit(
                GROUP,
                TOPIC,
                new OffsetAndMetadata(50, Optional.of(leaderEpochOfTheFormer), former));
        try (GroupChannel channel = new GroupChannel(TOPIC, GROUP)) {
            awaitAll(channel, values);
            awaitCommitted(800);
        }
    }

    @Test
    void retentionPastTheCommittedOffsetLeavesWhatCanStillBeRead() {
        long from;
        try (GroupChannel channel = begin()) {
            awaitAll(channel, produce("read", 10));
            from = end();
            awaitCommitted(from);
        }
        produce("gone", 20);
        TestKafka.deleteRecords(TOPIC, from + 20);
        Set<String> left = produce("left", 20);
        try (GroupChannel channel = new GroupChannel(TOPIC, GROUP)) {
            awaitAll(channel, left);
            awaitCommitted(from + 40);
            var partition = new TopicPartition(TOPIC, 0);
            assertEquals(
                    List.of(new LostOffsets(TOPIC, partition, from, from + 20, false)),
                    channel.lost);
        }
    }
}
