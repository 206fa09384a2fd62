package io.usersummary.processor;

import static io.usersummary.processor.Events.eventsInOrder;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.usersummary.connector.MemoryLimit;
import io.usersummary.event.EventShape;
import io.usersummary.summary.Summary;
import io.usersummary.summary.SummaryTable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Whatever comes in whatever order, to however many consumers: what is acknowledged is covered by
 * what is durable, and in the end what is durable is the table.
 */
class SummaryProcessorCoverageTest {

    private static final int CONSUMERS = 3;

    private record Settings(
            int batchSize, Duration batchTimeout, long maxBatches, Duration maxClockSkew)
            implements SummarySettings {}

    private record Seen(String userId, long timestamp) {}

    /** A poll comes to a consumer, or a message becomes durable, or time passes. */
    private sealed interface Step {
        record Poll(int consumer, List<Seen> events, boolean large) implements Step {}

        record Durable(int which) implements Step {}

        record Pass(long millis) implements Step {}
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Seen> seen =
                Combinators.combine(
                                Arbitraries.of("a", "b", "c", "d", "e", "f"),
                                Arbitraries.longs().between(0, 30))
                        .as(Seen::new);
        Arbitrary<Step> polls =
                Combinators.combine(
                                Arbitraries.integers().between(0, CONSUMERS - 1),
                                seen.list().ofMaxSize(20),
                                Arbitraries.frequency(Tuple.of(19, false), Tuple.of(1, true)))
                        .as(Step.Poll::new);
        Arbitrary<Step> durable = Arbitraries.integers().between(0, 1_000).map(Step.Durable::new);
        Arbitrary<Step> pass = Arbitraries.of(1L, 20L, 60L, 500L, 3_000L).map(Step.Pass::new);
        return Arbitraries.oneOf(polls, polls, durable, durable, pass).list().ofMaxSize(60);
    }

    @Property
    void whatIsAcknowledgedIsDurableAndInTheEndEverythingIs(
            @ForAll("steps") List<Step> steps, @ForAll("sizes") int size) {
        new Run(size).play(steps);
    }

    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.of(1, 2, 9, 300);
    }

    /** One processor, and what it was given and said. */
    private static final class Run {

        private final VirtualTime time = new VirtualTime();
        private final List<UnicastProcessor<Message<ConsumerRecords<ByteBuffer, ByteBuffer>>>>
                consumers = new ArrayList<>();
        private final List<AssertSubscriber<Message<SummaryBatch>>> messages = new ArrayList<>();
        private final Set<Message<SummaryBatch>> known = new HashSet<>();
        private final List<Message<SummaryBatch>> underWay = new ArrayList<>();
        private final Map<String, Summary> durable = new HashMap<>();
        private final Map<String, Summary> expected = new HashMap<>();
        private int polls;
        private int acknowledged;

        Run(int size) {
            SummaryProcessor processor = processor(size);
            for (int i = 0; i < CONSUMERS; i++) {
                consumers.add(UnicastProcessor.create());
                messages.add(
                        processor
                                .summarize(consumers.get(i))
                                .subscribe()
                                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE)));
            }
        }

        void play(List<Step> steps) {
            for (Step step : steps) {
                if (step instanceof Step.Poll poll) {
                    send(poll);
                } else if (step instanceof Step.Durable message && !underWay.isEmpty()) {
                    write(underWay.get(message.which % underWay.size()));
                } else if (step instanceof Step.Pass pass) {
                    time.pass(Duration.ofMillis(pass.millis).toNanos());
                }
                look();
            }
            for (int quiet = 0; quiet < 3; quiet++) {
                time.pass(Duration.ofMinutes(1).toNanos());
                look();
                while (!underWay.isEmpty()) {
                    write(underWay.get(0));
                    look();
                }
            }
            assertEquals(expected, durable);
            assertEquals(polls, acknowledged);
        }

        private void send(Step.Poll poll) {
            List<Seen> events = new ArrayList<>(poll.events);
            while (poll.large && !poll.events.isEmpty() && events.size() < Conflation.LARGE_POLL) {
                events.addAll(poll.events);
            }
            Events records = eventsInOrder();
            for (Seen seen : events) {
                records.seen(seen.userId, seen.timestamp);
                expected.merge(seen.userId, summary(seen), LiteralSummaries::join);
            }
            polls++;
            consumers
                    .get(poll.consumer)
                    .onNext(
                            Message.of(
                                    records.poll(),
                                    () -> {
                                        acknowledged++;
                                        events.forEach(this::assertDurable);
                                        return CompletableFuture.completedFuture(null);
                                    }));
        }

        private void assertDurable(Seen seen) {
            Summary said = durable.get(seen.userId);
            assertTrue(
                    said != null && LiteralSummaries.join(said, summary(seen)).equals(said),
                    () -> seen + " is acknowledged, and durable is " + said);
        }

        private void look() {
            for (AssertSubscriber<Message<SummaryBatch>> subscriber : messages) {
                subscriber.getItems().stream().filter(known::add).forEach(this::found);
            }
        }

        private void found(Message<SummaryBatch> message) {
            underWay.add(message);
            List<Summary> summaries = message.getPayload().summaries();
            assertEquals(
                    summaries.size(),
                    summaries.stream().map(Summary::userId).distinct().count(),
                    "a user is published once");
        }

        private void write(Message<SummaryBatch> message) {
            underWay.remove(message);
            for (Summary summary : message.getPayload().summaries()) {
                durable.merge(summary.userId(), summary, LiteralSummaries::join);
            }
            message.ack();
        }

        private static Summary summary(Seen seen) {
            return Summary.of(seen.userId, seen.timestamp, seen.timestamp);
        }

        private SummaryProcessor processor(int size) {
            return new SummaryProcessor(
                    new SummaryTable(),
                    new Settings(size, Duration.ofSeconds(5), 0, Duration.ofDays(1)),
                    EventShape.EXAMPLE,
                    new DeadLetters(null),
                    () -> Multi.createFrom().nothing(),
                    new MemoryLimit(128 << 20),
                    List.of(),
                    List.of()) {
                @Override
                ScheduledExecutorService timer() {
                    return time;
                }

                @Override
                long nanoTime() {
                    return time.nanoTime();
                }
            };
        }
    }
}
