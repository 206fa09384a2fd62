package io.usersummary.streams;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.TestKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How far a standby reads the table, on a real broker. */
class RestoreConsumerTest {

    private static final String TOPIC = "table";
    private static final String GROUP = "engine";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final int RECORDS = 5_000;
    private static final int MOST_OF_A_POLL = 100;
    private static final Duration POLL = Duration.ofMillis(50);

    private Admin admin;
    private Consumer<byte[], byte[]> consumer;

    @BeforeEach
    void fill() {
        TestKafka.deleteEverything();
        TestKafka.createTopic(TOPIC, 1, Map.of());
        TestKafka.produce(IntStream.range(0, RECORDS).mapToObj(i -> record()).toList());
        Map<String, Object> config =
                Map.of(
                        "bootstrap.servers",
                        TestKafka.bootstrapServers(),
                        "max.poll.records",
                        MOST_OF_A_POLL);
        admin = Admin.create(config);
        consumer = new Clients(admin, GROUP, TOPIC).getRestoreConsumer(config);
        consumer.assign(Set.of(PARTITION));
        consumer.seekToBeginning(Set.of(PARTITION));
    }

    @AfterEach
    void close() {
        consumer.close();
        admin.close();
    }

    private static ProducerRecord<byte[], byte[]> record() {
        return new ProducerRecord<>(TOPIC, "value".getBytes(StandardCharsets.UTF_8));
    }

    private long read() {
        consumer.poll(POLL);
        return consumer.position(PARTITION);
    }

    @Test
    void noMoreIsReadThanAPollBeyondWhatTheGroupHasCommitted() {
        TestKafka.commit(GROUP, TOPIC, new OffsetAndMetadata(2_000));
        await().until(() -> read() >= 2_000);
        for (int i = 0; i < 20; i++) {
            read();
        }
        assertTrue(read() < 2_000 + MOST_OF_A_POLL, () -> "read up to " + read());
        TestKafka.commit(GROUP, TOPIC, new OffsetAndMetadata(RECORDS));
        await().until(() -> read() == RECORDS);
    }

    @Test
    void withoutACommitThereIsNothingToTakeOver() {
        for (int i = 0; i < 20; i++) {
            assertTrue(read() <= MOST_OF_A_POLL, () -> "read up to " + read());
        }
    }

    @Test
    void whatIsPausedFromOutsideStaysSo() {
        TestKafka.commit(GROUP, TOPIC, new OffsetAndMetadata(RECORDS));
        consumer.pause(Set.of(PARTITION));
        read();
        assertEquals(Set.of(PARTITION), consumer.paused());
        consumer.resume(Set.of(PARTITION));
        await().until(() -> read() == RECORDS);
        assertEquals(Set.of(), consumer.paused());
    }
}
