package io.usersummary.connector;

import io.smallrye.mutiny.Multi;
import jakarta.enterprise.event.Event;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.eclipse.microprofile.reactive.messaging.Message;

/** One incoming channel, from its configuration to the polls that whoever subscribes gets. */
final class IncomingChannel {

    private static final Duration IDLE = Duration.ofSeconds(10);

    private final ChannelConfig config;
    private final Subscription subscription;
    private final MemoryLimit.Polls limits;
    private final PollBudget budget;
    private final Supplier<Consumer<ByteBuffer, ByteBuffer>> consumers;
    private final Runnable ready;
    private final ChannelHealth health;
    private volatile PollSource source;

    /**
     * @param config of the channel
     * @param subscription how it comes by its partitions
     * @param limits how much its polls may take
     * @param created is told of the channel's client
     * @param ready returns when the topic exists, or is interrupted
     */
    IncomingChannel(
            ChannelConfig config,
            Subscription subscription,
            MemoryLimit.Polls limits,
            Event<Consumer<?, ?>> created,
            Runnable ready,
            ChannelHealth health) {
        this.config = config;
        this.subscription = subscription;
        this.limits = limits;
        this.budget = new PollBudget(limits.bytes());
        this.consumers = ObservedClients.consumers(this::client, created);
        this.ready = ready;
        this.health = health;
    }

    private Consumer<ByteBuffer, ByteBuffer> client() {
        Map<String, Object> properties = new HashMap<>(config.client());
        // An offset out of range must not lead to a place that the client chooses silently.
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return new KafkaConsumer<>(
                properties,
                budget.keys(new ByteBufferDeserializer()),
                budget.values(new ByteBufferDeserializer()));
    }

    /** The polls; for one subscriber. */
    Multi<Message<ConsumerRecords<ByteBuffer, ByteBuffer>>> polls() {
        Flow.Publisher<Message<ConsumerRecords<ByteBuffer, ByteBuffer>>> publisher =
                this::subscribe;
        Multi<Message<ConsumerRecords<ByteBuffer, ByteBuffer>>> polls =
                Multi.createFrom().publisher(publisher);
        return new HandOver<>(
                polls, limits, thread(config.channel()), fault -> source.fault(fault));
    }

    private void subscribe(
            Flow.Subscriber<? super Message<ConsumerRecords<ByteBuffer, ByteBuffer>>> subscriber) {
        source =
                new PollSource(
                        config.channel(),
                        subscription,
                        consumers,
                        budget,
                        new UnreadablePartitions(config.channel(), config.stepOver(), health),
                        ready,
                        health,
                        subscriber,
                        config.grace());
        subscriber.onSubscribe(source);
    }

    /** A thread of that name, which is there while there is something to do for it. */
    private static Executor thread(String name) {
        return new ThreadPoolExecutor(
                0,
                1,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Has the reading end, and returns at once. */
    void beginStop() {
        if (source != null) {
            source.beginStop();
        }
    }

    /** Waits for the end; the open work is finished or given back. */
    void awaitStop() {
        if (source != null) {
            source.awaitStop();
        }
    }
}
