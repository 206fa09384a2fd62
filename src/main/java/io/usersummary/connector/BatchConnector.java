package io.usersummary.connector;

import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING;
import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING_AND_OUTGOING;

import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReporter;
import io.smallrye.reactive.messaging.kafka.KafkaCDIEvents;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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
@ConnectorAttribute(
        name = "step-over",
        type = "string",
        direction = INCOMING,
        description =
                "Places that cannot be read and are not to be, such as input_topic-0@1234; what"
                        + " follows is not read either, up to the next record that can be")
public class BatchConnector implements InboundConnector, OutboundConnector, HealthReporter {

    /** The connector's name in {@code application.properties}. */
    public static final String NAME = "kafka-batch";

    private static final Duration PRODUCER_STALL_MARGIN = Duration.ofSeconds(10);
    private static final Duration TOPIC_LOOK = Duration.ofSeconds(2);
    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final ChannelConfig.Reader reader;
    private final KafkaCDIEvents events;
    private final Event<LostOffsets> losses;
    private final Event<CommittedOffsets> commits;
    private final Instance<TopicGate> gates;
    private final MemoryLimit memory;
    private final List<IncomingChannel> incoming = new CopyOnWriteArrayList<>();
    private final List<TopicIds> topicIds = new CopyOnWriteArrayList<>();
    private final List<BatchSink> sinks = new CopyOnWriteArrayList<>();
    private final List<ChannelHealth> channels = new CopyOnWriteArrayList<>();

    BatchConnector(
            ChannelConfig.Reader reader,
            KafkaCDIEvents events,
            Event<LostOffsets> losses,
            Event<CommittedOffsets> commits,
            @Any Instance<TopicGate> gates,
            MemoryLimit memory) {
        this.reader = reader;
        this.losses = losses;
        this.commits = commits;
        this.events = events;
        this.gates = gates;
        this.memory = memory;
    }

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config attributes) {
        ChannelConfig config = reader.incoming(attributes);
        ChannelHealth health = health(config);
        IncomingChannel channel =
                new IncomingChannel(
                        config,
                        subscription(attributes, config, health),
                        config.inGroup() ? memory.polls(config.consumers()) : memory.tablePolls(),
                        events.consumer(),
                        () -> awaitTopic(config.topic()),
                        health);
        incoming.add(channel);
        return channel.polls();
    }

    private Subscription subscription(
            Config attributes, ChannelConfig config, ChannelHealth health) {
        if (!config.inGroup()) {
            return new WholeTopicAssignment(config.topic(), health);
        }
        return new GroupSubscription(
                config.topic(),
                config.commitInterval(),
                config.offsetReset(),
                topicIds(attributes, config),
                offsets -> commits.fire(new CommittedOffsets(config.channel(), offsets)),
                health);
    }

    private TopicIds topicIds(Config attributes, ChannelConfig config) {
        Map<String, Object> admin = admin(attributes, config);
        TopicIds ids = new TopicIds(config.topic(), () -> Admin.create(admin), TOPIC_LOOK);
        topicIds.add(ids);
        return ids;
    }

    private Map<String, Object> admin(Config attributes, ChannelConfig config) {
        return reader.admin(
                attributes,
                Map.of(AdminClientConfig.CLIENT_ID_CONFIG, config.channel() + "-topic"));
    }

    private void awaitTopic(String topic) {
        gates.forEach(gate -> gate.await(topic));
    }

    @Override
    public Flow.Subscriber<? extends Message<?>> getSubscriber(Config attributes) {
        ChannelConfig config = reader.outgoing(attributes);
        Map<String, Object> admin = admin(attributes, config);
        FittingProducers fitting =
                new FittingProducers(config.topic(), config.client(), () -> Admin.create(admin));
        Supplier<Producer<byte[], byte[]>> producers =
                ObservedClients.producers(
                        () -> {
                            awaitTopic(config.topic());
                            return fitting.get();
                        },
                        events.producer());
        BatchSink sink =
                new BatchSink(
                        config.channel(),
                        config.topic(),
                        producers,
                        fitting::stillFit,
                        health(config),
                        config.deliveryTimeout().plus(PRODUCER_STALL_MARGIN));
        sinks.add(sink);
        return sink;
    }

    private ChannelHealth health(ChannelConfig config) {
        ChannelHealth health = new ChannelHealth(config.channel(), losses::fire);
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
        incoming.forEach(IncomingChannel::beginStop);
        incoming.forEach(IncomingChannel::awaitStop);
        topicIds.forEach(TopicIds::close);
        sinks.forEach(sink -> sink.close(CLOSE));
    }
}
