package io.usersummary.replay;

import io.usersummary.replay.Tally.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * One run over the dead letters, from the first to the last that was there when it began. Poll by
 * poll: what is to be sent back is sent, and when all of that is durable, it is committed how far
 * the run has come. Whatever ends it in between, the next run goes on from there; up to one poll
 * may then be sent a second time, which the table does not mind.
 */
final class Replay {

    /** What a run is asked for. */
    record Order(
            Filter filter, String deadLetters, String input, boolean needsTime, boolean dryRun) {}

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(2);

    private record Sent(Letter letter, Future<RecordMetadata> delivery) {}

    private final Order order;
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final Tally tally;
    private final Map<TopicPartition, Positions> positions = new HashMap<>();
    private final Map<TopicPartition, Long> ends;
    private final int inputPartitions;
    private long toLookAt;
    private long progressAt = System.nanoTime();

    /**
     * @param topicId of the dead-letter topic
     */
    Replay(
            Order order,
            Uuid topicId,
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            Tally tally) {
        this.order = order;
        this.consumer = consumer;
        this.producer = producer;
        this.tally = tally;
        List<TopicPartition> partitions =
                consumer.partitionsFor(order.deadLetters).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        List<PartitionInfo> input = consumer.partitionsFor(order.input);
        if (input == null || input.isEmpty()) {
            throw new KafkaException("there is no topic " + order.input);
        }
        inputPartitions = input.size();
        Map<TopicPartition, OffsetAndMetadata> committed =
                consumer.committed(new HashSet<>(partitions));
        partitions.forEach(p -> positions.put(p, Positions.of(topicId, committed.get(p))));
        consumer.assign(partitions);
        ends = consumer.endOffsets(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        ends.forEach((partition, end) -> toLookAt += end - begins.get(partition));
    }

    /**
     * Runs to the end; false if it was told to stop before.
     *
     * @throws KafkaException if the broker does not answer, or does not take a letter
     */
    boolean run(BooleanSupplier stopped) throws InterruptedException {
        while (ends.entrySet().stream()
                .anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
            if (stopped.getAsBoolean()) {
                return false;
            }
            dealWith(consumer.poll(POLL));
            if (System.nanoTime() - progressAt > BETWEEN_PROGRESS.toNanos()) {
                progressAt = System.nanoTime();
                tally.progress(toLookAt);
            }
        }
        return true;
    }

    private void dealWith(ConsumerRecords<byte[], byte[]> poll) throws InterruptedException {
        List<Sent> sent = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : poll) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (record.offset() < ends.get(partition)) {
                dealWith(record, positions.get(partition), sent);
            }
        }
        if (order.dryRun) {
            return;
        }
        for (Sent one : sent) {
            await(one);
        }
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        for (TopicPartition partition : poll.partitions()) {
            long reached = Math.min(consumer.position(partition), ends.get(partition));
            positions.get(partition).reach(order.filter, reached);
            commits.put(partition, positions.get(partition).commit());
        }
        consumer.commitSync(commits);
    }

    private void dealWith(ConsumerRecord<byte[], byte[]> record, Positions earlier, List<Sent> sent)
            throws InterruptedException {
        Optional<Letter> read = Letter.of(record);
        if (read.isEmpty()) {
            tally.count(Fate.FOREIGN);
            return;
        }
        Letter letter = read.get();
        if (!letter.topic().equals(order.input)) {
            tally.count(Fate.OF_ANOTHER_TOPIC);
        } else if (!order.filter.means(letter)) {
            tally.count(Fate.NOT_MEANT);
        } else if (letter.cut()) {
            tally.lost(Fate.CUT, letter);
        } else if (order.needsTime && letter.time().isEmpty()) {
            tally.count(Fate.WITHOUT_TIME);
        } else if (earlier.cover(letter)) {
            tally.count(Fate.RETURNED_BEFORE);
        } else if (!order.filter.sends(letter)) {
            tally.count(Fate.CAME_BACK);
        } else {
            tally.returned(letter);
            if (!order.dryRun) {
                send(letter, sent);
            }
        }
    }

    /** What fails at once ends the run at once: each further attempt would wait as long. */
    private void send(Letter letter, List<Sent> sent) throws InterruptedException {
        Sent one = new Sent(letter, producer.send(letter.back(inputPartitions)));
        if (one.delivery.isDone()) {
            await(one);
        } else {
            sent.add(one);
        }
    }

    private void await(Sent one) throws InterruptedException {
        try {
            one.delivery.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw new KafkaException(e.getCause().getMessage(), e.getCause());
            }
            tally.refused(one.letter);
        }
    }
}
