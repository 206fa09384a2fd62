package io.usersummary.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.replay.Tally.Fate;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run, with clients that the test plays. */
class ReplayTest {

    private static final TopicPartition LETTERS = new TopicPartition("input_topic_dlq", 0);
    private static final Uuid TOPIC_ID = Uuid.randomUuid();

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Tally tally = new Tally(new PrintStream(printed), false);
    private RuntimeException failure;
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public synchronized Future<RecordMetadata> send(
                        ProducerRecord<byte[], byte[]> record) {
                    Future<RecordMetadata> sent = super.send(record);
                    return failure == null ? sent : CompletableFuture.failedFuture(failure);
                }
            };

    @BeforeEach
    void twoLettersAreThere() {
        partitions("input_topic", 4);
        partitions(LETTERS.topic(), 1);
        consumer.updateBeginningOffsets(Map.of(LETTERS, 0L));
        consumer.updateEndOffsets(Map.of(LETTERS, 2L));
        consumer.schedulePollTask(
                () -> {
                    for (int at = 0; at < 3; at++) {
                        ConsumerRecord<byte[], byte[]> one =
                                Letters.letter(at, "reason", 0).record();
                        consumer.addRecord(one);
                    }
                });
    }

    private void partitions(String topic, int count) {
        consumer.updatePartitions(
                topic,
                IntStream.range(0, count)
                        .mapToObj(i -> new PartitionInfo(topic, i, null, null, null))
                        .toList());
    }

    private Replay replay(boolean dryRun) {
        Filter all = Filter.of(List.of());
        return new Replay(
                new Replay.Order(all, LETTERS.topic(), "input_topic", false, dryRun),
                TOPIC_ID,
                consumer,
                producer,
                tally);
    }

    private Positions committed() {
        return Positions.of(TOPIC_ID, consumer.committed(Set.of(LETTERS)).get(LETTERS));
    }

    @Test
    void sendsBackWhatWasThereWhenItBeganAndNotesHowFarItCame() throws Exception {
        assertTrue(replay(false).run(() -> false));
        assertEquals(2, producer.history().size());
        assertEquals(2, tally.of(Fate.RETURNED));
        assertTrue(committed().cover(Letters.letter(1, "reason", 0)));
        assertFalse(committed().cover(Letters.letter(2, "reason", 0)));
    }

    @Test
    void sendsAndNotesNothingInADryRun() throws Exception {
        assertTrue(replay(true).run(() -> false));
        assertEquals(0, producer.history().size());
        assertEquals(2, tally.of(Fate.RETURNED));
        assertFalse(committed().cover(Letters.letter(0, "reason", 0)));
    }

    @Test
    void doesNothingOnceItIsToldToStop() throws Exception {
        assertFalse(replay(false).run(() -> true));
        assertEquals(0, producer.history().size());
    }

    @Test
    void countsWhatIsTooLargeNowAndGoesOn() throws Exception {
        failure = new RecordTooLargeException("too large");
        assertTrue(replay(false).run(() -> false));
        assertEquals(0, tally.of(Fate.RETURNED));
        assertEquals(2, tally.of(Fate.TOO_LARGE));
        tally.tell();
        assertTrue(
                printed.toString()
                        .contains("not sent back: the one from input_topic partition 3 offset 7"),
                printed.toString());
    }

    @Test
    void endsAtTheFirstLetterThatCannotBeSentForAnotherReasonAndNotesNothing() {
        failure = new TimeoutException("no answer");
        Replay replay = replay(false);
        assertThrows(KafkaException.class, () -> replay.run(() -> false));
        assertEquals(1, producer.history().size());
        assertFalse(committed().cover(Letters.letter(0, "reason", 0)));
    }

    @Test
    void refusesAnInputTopicThatIsNotThere() {
        partitions("input_topic", 0);
        assertTrue(
                assertThrows(KafkaException.class, () -> replay(false))
                        .getMessage()
                        .contains("there is no topic input_topic"));
    }
}
