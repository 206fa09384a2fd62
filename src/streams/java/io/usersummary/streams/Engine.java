package io.usersummary.streams;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.usersummary.event.EventShape;
import io.usersummary.processor.SummarySettings;
import io.usersummary.rate.LogThrottle;
import io.usersummary.streams.Preconditions.UnmetException;
import io.usersummary.topics.Topics;
import io.usersummary.topics.TopicsSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;
import org.jboss.logging.Logger;

/**
 * The life of the streams client: it begins once the topics are there and fit, and ends with the
 * process. A thread of its own, {@code streams-engine}, waits for that, and then looks four times a
 * second at how far the table is read back.
 */
@ApplicationScoped
class Engine {

    private static final Logger LOG = Logger.getLogger(Engine.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(2);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(20);

    private final Topics topics;
    private final TopicsSettings names;
    private final EventShape shape;
    private final SummarySettings summary;
    private final StreamsSettings settings;
    private final EngineConfig config;
    private final Trouble trouble;
    private final ReadBack readBack;
    private final EngineMetrics metrics;
    private final MeterRegistry registry;
    private final Preconditions preconditions;
    private final LogThrottle beginnings = new LogThrottle(Duration.ofSeconds(10));
    private final Thread thread = new Thread(this::run, "streams-engine");
    private volatile int partitions;
    private volatile KafkaStreams streams;

    Engine(
            Topics topics,
            TopicsSettings names,
            EventShape shape,
            SummarySettings summary,
            StreamsSettings settings,
            EngineConfig config,
            Trouble trouble,
            ReadBack readBack,
            EngineMetrics metrics,
            MeterRegistry registry,
            Preconditions preconditions) {
        this.topics = topics;
        this.names = names;
        this.shape = shape;
        this.summary = summary;
        this.settings = settings;
        this.config = config;
        this.trouble = trouble;
        this.readBack = readBack;
        this.metrics = metrics;
        this.registry = registry;
        this.preconditions = preconditions;
    }

    /** The client, once it has begun. */
    Optional<KafkaStreams> streams() {
        return Optional.ofNullable(streams);
    }

    /** How many partitions the table has; 0 until the client has begun. */
    int partitions() {
        return partitions;
    }

    /** The state of the client; as if just made before it is. */
    State state() {
        return streams().map(KafkaStreams::state).orElse(State.CREATED);
    }

    void start(@Observes StartupEvent event) {
        config.properties();
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        thread.interrupt();
        thread.join(BETWEEN_CHECKS.toMillis());
        streams().ifPresent(client -> client.close(LONGEST_CLOSE));
    }

    private void run() {
        try {
            topics.ready().await().indefinitely();
            try (Admin admin =
                    Admin.create(config.admin(Map.of("client.id", "user-summary-streams")))) {
                streams = awaitBeginning(admin);
                while (true) {
                    Thread.sleep(BETWEEN_LOOKS.toMillis());
                    look(admin);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The service stops");
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                couldNotBegin(e);
            }
        }
    }

    /** Whatever kept it from that may be over in a moment: who has its directory ends. */
    private KafkaStreams awaitBeginning(Admin admin) throws InterruptedException {
        while (true) {
            try {
                Preconditions.Topics found = awaitTopics(admin);
                partitions = found.partitions();
                return begin(found, admin);
            } catch (RuntimeException e) {
                couldNotBegin(e);
                Thread.sleep(BETWEEN_CHECKS.toMillis());
            }
        }
    }

    private void couldNotBegin(RuntimeException e) {
        trouble.is("the engine could not begin: " + e.getMessage());
        if (beginnings.allows()) {
            LOG.errorf("The engine could not begin: %s", e.getMessage());
        }
        LOG.debug("It could not by", e);
    }

    private void look(Admin admin) throws InterruptedException {
        try {
            readBack.look(streams, admin, config.application());
        } catch (RuntimeException e) {
            LOG.debug("How far the table is read was not found out", e);
        }
    }

    private Preconditions.Topics awaitTopics(Admin admin) throws InterruptedException {
        LogThrottle throttle = new LogThrottle(Duration.ofMinutes(1));
        while (true) {
            try {
                Preconditions.Topics found = preconditions.check(admin);
                trouble.isOver();
                return found;
            } catch (UnmetException e) {
                trouble.is(e.getMessage());
                if (throttle.allows()) {
                    LOG.warn(e.getMessage());
                }
                Thread.sleep(BETWEEN_CHECKS.toMillis());
            }
        }
    }

    private KafkaStreams begin(Preconditions.Topics found, Admin admin) {
        StreamsConfig properties = new StreamsConfig(config.properties());
        SummaryTopology.Plan plan =
                new SummaryTopology.Plan(
                        names.input(),
                        names.output(),
                        names.deadLetters(),
                        shape,
                        summary.maxClockSkew(),
                        settings.keyedByUser(),
                        found.partitions(),
                        Math.min(found.largestLetter(), EngineConfig.largestRequest(properties)));
        Topology topology =
                SummaryTopology.of(
                        plan, Stores.persistentKeyValueStore(SummaryTopology.TABLE), metrics);
        KafkaStreams client =
                new KafkaStreams(
                        topology,
                        properties,
                        new Clients(admin, config.application(), names.output()));
        client.setUncaughtExceptionHandler(new Replacement(trouble));
        new KafkaStreamsMetrics(client).bindTo(registry);
        client.start();
        return client;
    }
}
