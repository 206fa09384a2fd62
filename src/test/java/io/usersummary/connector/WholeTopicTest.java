package io.usersummary.connector;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.usersummary.TestKafka;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever reads a table back learns how far it was read, also where there is no record to tell. */
class WholeTopicTest implements Flow.Subscriber<Message<ConsumerRecords<ByteBuffer, ByteBuffer>>> {

    private static final String TOPIC = "table";

    private volatile long position = -1;
    private volatile long records;
    private volatile boolean toldTooEarly;
    private PollSource source;

    @BeforeEach
    void empty() {
        TestKafka.deleteEverything();
        TestKafka.createTopic(TOPIC, 1, Map.of());
    }

    private void start() {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", TestKafka.bootstrapServers());
        config.put("enable.auto.commit", false);
        config.put("auto.offset.reset", "none");
        config.put("isolation.level", "read_committed");
        config.put("max.poll.records", 10);
        config.put("max.partition.fetch.bytes", 1000);
        var bytes = new ByteBufferDeserializer();
        ChannelHealth health = new ChannelHealth(TOPIC, lost -> {});
        source =
                new PollSource(
                        TOPIC,
                        new WholeTopicAssignment(TOPIC, health),
                        () -> new KafkaConsumer<>(config, bytes, bytes),
                        new PollBudget(1 << 20),
                        new UnreadablePartitions(TOPIC, Set.of(), health),
                        () -> {},
                        health,
                        this,
                        Duration.ofSeconds(1));
    }

    @AfterEach
    void stop() {
        source.beginStop();
        source.awaitStop();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {}

    @Override
    public void onNext(Message<ConsumerRecords<ByteBuffer, ByteBuffer>> message) {
        records += message.getPayload().count();
        message.getPayload().nextOffsets().values().forEach(next -> position = next.offset());
        toldTooEarly |= position > records;
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}

    private static void produce(int count) {
        TestKafka.produce(
                IntStream.range(0, count)
                        .mapToObj(i -> new ProducerRecord<byte[], byte[]>(TOPIC, new byte[500]))
                        .toList());
    }

    private static void produceInTransaction(boolean commit) {
        Map<String, Object> config =
                Map.of(
                        "bootstrap.servers",
                        TestKafka.bootstrapServers(),
                        "transactional.id",
                        "writer");
        var bytes = new ByteArraySerializer();
        try (var producer = new KafkaProducer<>(config, bytes, bytes)) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC, new byte[1])).get();
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aPositionIsNotToldBeforeTheRecordsInFrontOfIt() {
        produce(5);
        start();
        source.request(Long.MAX_VALUE);
        await().until(() -> position == 5 && records == 5);
        assertFalse(toldTooEarly);
    }

    @Test
    void partitionThatWasEmptiedIsReadToItsEnd() {
        produce(100);
        TestKafka.deleteRecords(TOPIC, 100);
        start();
        source.request(Long.MAX_VALUE);
        await().until(() -> position == 100);
    }

    @Test
    void partitionThatIsEmptiedWhileItIsReadIsReadToItsEnd() {
        produce(500);
        start();
        source.request(2);
        await().until(() -> position > 0);
        TestKafka.deleteRecords(TOPIC, 500);
        source.request(Long.MAX_VALUE);
        await().until(() -> position == 500);
    }

    @Test
    void markersAtTheEndOfAPartitionArePassed() {
        produceInTransaction(true);
        produceInTransaction(false);
        start();
        source.request(Long.MAX_VALUE);
        await().until(() -> position == 4);
    }
}
