package io.usersummary.web;

import io.usersummary.connector.PollBudget;
import io.usersummary.rate.TokenBucket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads the ends of the topics for people to look at, on a thread and with a consumer of its own:
 * no group, no commits, nothing shared with the processing. It samples: where records come faster
 * than anyone can read, it skips to the end instead of fetching them all.
 */
final class TopicTail implements Runnable, AutoCloseable {

    /** Records shown of what was there before anyone looked, by partition. */
    private static final int LOOK_BACK = 20;

    /** A partition further behind than this is not read through but skipped. */
    private static final long FURTHEST_BEHIND = 50;

    /** What the records of one poll may take, decompressed. */
    private static final long POLL_BYTES = 1 << 20;

    private static final int BURST = 90;
    private static final double PER_SECOND = 10;
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long LOOK_FOR_TOPICS_NANOS = Duration.ofSeconds(5).toNanos();

    private static final Logger LOG = Logger.getLogger(TopicTail.class);

    private final Wiring wiring;
    private final List<String> topics;
    private final Consumer<TailRecord> sink;
    private final PollBudget budget = new PollBudget(POLL_BYTES);
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, TokenBucket> buckets = new HashMap<>();
    private volatile boolean closed;

    /**
     * Prepares a tail; {@link #run()} then reads until {@link #close()}.
     *
     * @param sink takes the sampled records on the reading thread; must not block
     */
    TopicTail(Wiring wiring, Consumer<TailRecord> sink) {
        this.wiring = wiring;
        Stats.Topics names = wiring.topics();
        this.topics = List.of(names.input(), names.output(), names.deadLetters());
        this.sink = sink;
        topics.forEach(topic -> buckets.put(topic, new TokenBucket(BURST, PER_SECOND)));
        consumer =
                new KafkaConsumer<>(
                        wiring.consumer(
                                Map.of(
                                        "client.id",
                                        "user-summary-dashboard-tail",
                                        "enable.auto.commit",
                                        false,
                                        "allow.auto.create.topics",
                                        false,
                                        "auto.offset.reset",
                                        "latest",
                                        "default.api.timeout.ms",
                                        (int) PATIENCE.toMillis(),
                                        "max.poll.records",
                                        100,
                                        "fetch.max.bytes",
                                        128 * 1024,
                                        "max.partition.fetch.bytes",
                                        16 * 1024)),
                        budget.keys(new ByteArrayDeserializer()),
                        budget.values(new ByteArrayDeserializer()));
    }

    @Override
    public void run() {
        long nextLook = System.nanoTime();
        try (consumer) {
            while (!closed && !wiring.brokerIsKnown()) {
                Thread.sleep(POLL.toMillis());
            }
            while (!closed) {
                try {
                    if (System.nanoTime() - nextLook >= 0) {
                        nextLook = System.nanoTime() + LOOK_FOR_TOPICS_NANOS;
                        assignNewPartitions();
                    }
                    readOnce();
                } catch (WakeupException e) {
                    LOG.debug("The tail was woken up to end");
                } catch (RecordDeserializationException e) {
                    consumer.seek(e.topicPartition(), e.offset() + 1);
                } catch (KafkaException e) {
                    LOG.debug("The tail waits for the broker", e);
                    Thread.sleep(PATIENCE.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the reading soon; may be called by any thread. */
    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
    }

    private void readOnce() throws InterruptedException {
        long start = System.nanoTime();
        if (consumer.assignment().isEmpty()) {
            Thread.sleep(POLL.toMillis());
            return;
        }
        budget.begin();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            if (buckets.get(record.topic()).take()) {
                sink.accept(TailRecord.of(record));
            }
        }
        skipWhatIsTooMuch();
        long rest = POLL.toNanos() - (System.nanoTime() - start);
        if (rest > 0) {
            Thread.sleep(Duration.ofNanos(rest).toMillis());
        }
    }

    private void skipWhatIsTooMuch() {
        for (TopicPartition partition : consumer.assignment()) {
            OptionalLong lag = consumer.currentLag(partition);
            if (lag.isPresent() && lag.getAsLong() > FURTHEST_BEHIND) {
                consumer.seekToEnd(List.of(partition));
            }
        }
    }

    private void assignNewPartitions() {
        List<TopicPartition> assigned = new ArrayList<>(consumer.assignment());
        List<TopicPartition> added = new ArrayList<>();
        for (String topic : topics) {
            consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .filter(partition -> !assigned.contains(partition))
                    .forEach(added::add);
        }
        if (added.isEmpty()) {
            return;
        }
        // Assigned first: of others' offsets the client warns that it cannot keep them.
        assigned.addAll(added);
        consumer.assign(assigned);
        Map<TopicPartition, Long> ends = consumer.endOffsets(added);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(added);
        added.forEach(
                partition ->
                        consumer.seek(
                                partition,
                                Math.max(
                                        beginnings.get(partition),
                                        ends.get(partition) - LOOK_BACK)));
    }
}
