package io.usersummary.connector;

import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING;
import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING_AND_OUTGOING;

import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReporter;
import io.smallrye.reactive.messaging.kafka.KafkaCDIEvents;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/**
 * A Kafka connector for throughput: an incoming message is a whole {@link ConsumerRecords poll}, an
 * outgoing one a whole {@link RecordBatch}. Next to a message a record, as the {@code
 * smallrye-kafka} connector has it, that takes several objects and hand-overs a record off the path
 * of the data.
 *
 * <p>Channel attributes are those below and every property of Kafka's own clients.
 */
@ApplicationScoped
@Connector(BatchConnector.NAME)
@ConnectorAttribute(
        name = "topic",
        type = "string",
        direction = INCOMING_AND_OUTGOING,
        description = "The topic; the channel's name by default")
@ConnectorAttribute(
        name = "group.id",
        type = "string",
        direction = INCOMING,
        description =
                "The consumer group; without it, every partition is read from its beginning and"
                        + " nothing is committed")
@ConnectorAttribute(
        name = "auto.commit.interval.ms",
        type = "int",
        direction = INCOMING,
        defaultValue = "500",
        description = "How often acknowledged offsets are committed, in milliseconds")
@ConnectorAttribute(
        name = "grace",
        type = "string",
        direction = INCOMING,
        defaultValue = "PT5S",
        description = "How long a stop waits for what was emitted to be acknowledged")
public class BatchConnector implements InboundConnector, OutboundConnector, HealthReporter {

    /** The connector's name in {@code application.properties}. */
    public static final String NAME = "kafka-batch";

    /**
     * Polls of a table that wait to be taken in: enough that neither thread waits for the other.
     */
    private static final int READ_AHEAD = 8;

    private static final Duration SILENCE_MARGIN = Duration.ofSeconds(10);
    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final ChannelConfig.Reader reader;
    private final KafkaCDIEvents events;
    private final Instance<TopicGate> gates;
    private final List<PollSource> sources = new CopyOnWriteArrayList<>();
    private final List<BatchSink> sinks = new CopyOnWriteArrayList<>();
    private final List<ChannelHealth> channels = new CopyOnWriteArrayList<>();

    BatchConnector(
            ChannelConfig.Reader reader, KafkaCDIEvents events, @Any Instance<TopicGate> gates) {
        this.reader = reader;
        this.events = events;
        this.gates = gates;
    }

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config attributes) {
        ChannelConfig config = reader.incoming(attributes);
        Supplier<Consumer<ByteBuffer, ByteBuffer>> consumers =
                () -> {
                    Consumer<ByteBuffer, ByteBuffer> consumer =
                            new KafkaConsumer<>(config.client());
                    events.consumer().fire(consumer);
                    return consumer;
                };
        Subscription subscription =
                config.inGroup()
                        ? new GroupSubscription(config.topic(), config.commitInterval())
                        : new WholeTopicAssignment(config.topic());
        ChannelHealth health = health(config);
        Multi<Message<ConsumerRecords<ByteBuffer, ByteBuffer>>> polls =
                Multi.createFrom()
                        .publisher(
                                subscriber -> {
                                    PollSource source =
                                            new PollSource(
                                                    config.channel(),
                                                    subscription,
                                                    consumers,
                                                    () -> awaitTopic(config.topic()),
                                                    health,
                                                    subscriber,
                                                    config.grace());
                                    sources.add(source);
                                    subscriber.onSubscribe(source);
                                });
        return config.inGroup() ? polls : polls.emitOn(thread(config.channel()), READ_AHEAD);
    }

    private void awaitTopic(String topic) {
        gates.forEach(gate -> gate.await(topic));
    }

    /** A table is long: it is read by one thread while another takes it in. */
    private static Executor thread(String channel) {
        return Executors.newSingleThreadExecutor(
                task -> {
                    Thread thread = new Thread(task, channel);
                    thread.setDaemon(true);
                    return thread;
                });
    }

    @Override
    public Flow.Subscriber<? extends Message<?>> getSubscriber(Config attributes) {
        ChannelConfig config = reader.outgoing(attributes);
        Supplier<Producer<byte[], byte[]>> producers =
                () -> {
                    Producer<byte[], byte[]> producer = new KafkaProducer<>(config.client());
                    events.producer().fire(producer);
                    return producer;
                };
        BatchSink sink =
                new BatchSink(
                        config.channel(),
                        config.topic(),
                        producers,
                        health(config),
                        config.deliveryTimeout().plus(SILENCE_MARGIN));
        sinks.add(sink);
        return sink;
    }

    private ChannelHealth health(ChannelConfig config) {
        ChannelHealth health = new ChannelHealth(config.channel());
        if (config.reportsHealth()) {
            channels.add(health);
        }
        return health;
    }

    @Override
    public HealthReport getLiveness() {
        return report(ChannelHealth::liveness);
    }

    @Override
    public HealthReport getReadiness() {
        return report(ChannelHealth::readiness);
    }

    private HealthReport report(
            BiConsumer<ChannelHealth, HealthReport.HealthReportBuilder> aspect) {
        HealthReport.HealthReportBuilder report = HealthReport.builder();
        channels.forEach(channel -> aspect.accept(channel, report));
        return report.build();
    }

    /** Stops reading first, so that what was read can still be published and acknowledged. */
    void stop(
            @Observes(notifyObserver = Reception.IF_EXISTS)
                    @Priority(40)
                    @BeforeDestroyed(ApplicationScoped.class)
                    Object event) {
        sources.forEach(PollSource::stop);
        sinks.forEach(sink -> sink.close(CLOSE));
    }
}
