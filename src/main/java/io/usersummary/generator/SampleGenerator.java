package io.usersummary.generator;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.usersummary.topics.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.logging.Logger;

/** Writes sample events to the input topic, keyed by user, and tells where each one went. */
@ApplicationScoped
class SampleGenerator {
    private static final Logger LOG = Logger.getLogger(SampleGenerator.class);

    private final GeneratorSettings settings;
    private final GeneratorSwitch generator;
    private final Topics topics;
    private final boolean isBounded;
    private final long seed;

    SampleGenerator(
            GeneratorSettings settings,
            GeneratorSwitch generator,
            Topics topics,
            @ConfigProperty(name = "summary.max-batches", defaultValue = "0") long maxBatches) {
        this.isBounded = maxBatches > 0;
        this.settings = settings;
        this.generator = generator;
        this.topics = topics;
        this.seed = settings.seed().orElseGet(() -> ThreadLocalRandom.current().nextLong());
    }

    /**
     * The sample events, made on demand: a slow broker slows the stream down. Starts when the
     * topics are there. Never ends, so that the channel stays alive after the last event.
     */
    @Outgoing("sample-events")
    public Multi<Message<SampleEvent>> sampleEvents() {
        Multi<Message<SampleEvent>> silence = Multi.createFrom().nothing();
        if (!generator.isOn()) {
            return silence;
        }
        Multi<Message<SampleEvent>> events =
                topics.ready()
                        .onItem()
                        .transformToMulti(ready -> rounds())
                        .onItem()
                        .transformToMultiAndConcatenate(this::events)
                        .onItem()
                        .transformToUniAndConcatenate(this::paced)
                        .map(SampleGenerator::message);
        return Multi.createBy().concatenating().streams(events, trickle(), silence);
    }

    /**
     * What goes on after the rounds, unless the service ends by itself. Without a line in the log
     * for each: nobody reads them for hours.
     */
    Multi<Message<SampleEvent>> trickle() {
        if (settings.trickle().isZero() || isBounded) {
            return Multi.createFrom().empty();
        }
        SplittableRandom seeds = new SplittableRandom(seed);
        return Multi.createFrom()
                .ticks()
                .every(settings.trickle())
                .onOverflow()
                .drop()
                .map(tick -> SampleEvents.trickle(seeds.nextLong(), Instant.now().getEpochSecond()))
                .map(event -> Message.of(event, Metadata.of(key(event))));
    }

    private static OutgoingKafkaRecordMetadata<?> key(SampleEvent event) {
        return OutgoingKafkaRecordMetadata.builder().withKey(event.userId()).build();
    }

    private Multi<Long> rounds() {
        LongStream rounds = LongStream.iterate(0, round -> round + 1);
        long count = settings.rounds();
        return Multi.createFrom().items(() -> (count == 0 ? rounds : rounds.limit(count)).boxed());
    }

    private Multi<SampleEvent> events(long round) {
        long now = Instant.now().getEpochSecond();
        return Multi.createFrom()
                .iterable(
                        SampleEvents.round(
                                seed, round, settings.users(), settings.eventsPerUser(), now));
    }

    private Uni<SampleEvent> paced(SampleEvent event) {
        Uni<SampleEvent> now = Uni.createFrom().item(event);
        Duration interval = settings.interval();
        return interval.isZero() ? now : now.onItem().delayIt().by(interval);
    }

    private static Message<SampleEvent> message(SampleEvent event) {
        OutgoingMessageMetadata<RecordMetadata> delivery = new OutgoingMessageMetadata<>();
        return Message.of(
                event,
                Metadata.of(key(event), delivery),
                () -> {
                    report(event, delivery.getResult());
                    return CompletableFuture.completedFuture(null);
                });
    }

    private static void report(SampleEvent event, RecordMetadata delivery) {
        LOG.infof(
                "Sample event of user %s, seen at %s, is in topic %s, partition %d, offset %d",
                event.userId(),
                Instant.ofEpochSecond(event.metadata().timestamp()),
                delivery.topic(),
                delivery.partition(),
                delivery.offset());
    }
}
