package io.usersummary.connector;

import io.usersummary.TestKafka;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.eclipse.microprofile.reactive.messaging.Message;

/** A channel that reads a topic of a real broker in a group and acknowledges all it gets. */
final class GroupChannel
        implements Flow.Subscriber<Message<ConsumerRecords<ByteBuffer, ByteBuffer>>>,
                AutoCloseable {

    final List<String> values = new CopyOnWriteArrayList<>();
    final List<LostOffsets> lost = new CopyOnWriteArrayList<>();
    private final TopicIds topicIds;
    private final PollSource source;

    GroupChannel(String topic, String group) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", TestKafka.bootstrapServers());
        config.put("group.id", group);
        config.put("enable.auto.commit", false);
        config.put("auto.offset.reset", "none");
        config.put("metadata.max.age.ms", 500);
        var bytes = new ByteBufferDeserializer();
        topicIds = new TopicIds(topic, this::admin, Duration.ofMillis(500));
        ChannelHealth health = new ChannelHealth(topic, lost::add);
        source =
                new PollSource(
                        topic,
                        new GroupSubscription(
                                topic,
                                Duration.ofMillis(100),
                                OffsetReset.LATEST,
                                topicIds,
                                offsets -> {},
                                health),
                        () -> new KafkaConsumer<>(config, bytes, bytes),
                        new PollBudget(1 << 20),
                        new UnreadablePartitions(topic, Set.of(), health),
                        () -> {},
                        health,
                        this,
                        Duration.ofSeconds(2));
        source.request(Long.MAX_VALUE);
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", TestKafka.bootstrapServers()));
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {}

    @Override
    public void onNext(Message<ConsumerRecords<ByteBuffer, ByteBuffer>> message) {
        for (ConsumerRecord<ByteBuffer, ByteBuffer> record : message.getPayload()) {
            values.add(StandardCharsets.UTF_8.decode(record.value()).toString());
        }
        message.ack();
    }

    @Override
    public void onError(Throwable failure) {
        values.add("failed: " + failure);
    }

    @Override
    public void onComplete() {}

    @Override
    public void close() {
        source.beginStop();
        source.awaitStop();
        topicIds.close();
    }
}
