package io.usersummary.processor;

import static io.usersummary.processor.Events.eventsInOrder;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.usersummary.connector.MemoryLimit;
import io.usersummary.event.EventShape;
import io.usersummary.processor.LiteralSummaries.Batch;
import io.usersummary.processor.LiteralSummaries.Seen;
import io.usersummary.summary.SummaryTable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Message;

/** The processor beside the job to the letter: {@link LiteralSummaries}. */
class SummaryProcessorAgainstLiteralMutinyTest {

    private static final Duration TIMEOUT = Duration.ofMillis(50);

    /** What a record says: a user seen at a time, or nothing that could be read. */
    record Said(String userId, long timestamp) {
        boolean isPoison() {
            return userId.isEmpty();
        }
    }

    /** The records that come together, and how long nothing comes before them. */
    record Arrival(long pauseMicros, List<Said> records) {}

    @Provide
    Arbitrary<List<Arrival>> arrivals() {
        Arbitrary<Said> record =
                Combinators.combine(
                                Arbitraries.of("a", "b", "c", "d", "e", "\\u00e9", ""),
                                Arbitraries.longs().between(0, 20))
                        .as(Said::new);
        return Combinators.combine(
                        Arbitraries.of(
                                0L, 0L, 300L, 1_000L, 20_000L, 49_000L, 49_900L, 50_000L, 51_000L,
                                200_000L),
                        record.list().ofMaxSize(25))
                .as(Arrival::new)
                .list()
                .ofMaxSize(12);
    }

    private final VirtualTime time = new VirtualTime();
    private final List<Integer> acknowledged = new ArrayList<>();
    private final Map<Integer, Runnable> whenWritten = new HashMap<>();
    private int arriving;

    @Property(tries = 2_000)
    void sameBatchesSameSummariesAndSameEventsAcknowledged(
            @ForAll("arrivals") List<Arrival> arrivals,
            @ForAll @IntRange(min = 1, max = 12) int size,
            @ForAll Random random) {
        acknowledged.clear();
        whenWritten.clear();
        UnicastProcessor<Message<ConsumerRecords<ByteBuffer, ByteBuffer>>> polls =
                UnicastProcessor.create();
        AssertSubscriber<Message<SummaryBatch>> messages =
                processor(size)
                        .summarize(polls)
                        .subscribe()
                        .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
        UnicastProcessor<Seen> single = UnicastProcessor.create();
        AssertSubscriber<Batch> literal =
                new LiteralSummaries()
                        .of(single, size, TIMEOUT, time)
                        .subscribe()
                        .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));

        for (arriving = 0; arriving < arrivals.size(); arriving++) {
            Arrival arrival = arrivals.get(arriving);
            time.pass(Duration.ofNanos(1_000 * arrival.pauseMicros).toNanos());
            polls.onNext(poll(arrival, arriving));
            for (Said said : arrival.records) {
                if (!said.isPoison()) {
                    single.onNext(
                            new Seen(
                                    said.userId.replace("\\u00e9", "\u00e9"),
                                    said.timestamp,
                                    arriving));
                }
            }
        }
        time.pass(TIMEOUT.toNanos() + 1_000_000);

        List<Batch> expected = literal.getItems();
        List<Batch> changing = expected.stream().filter(b -> !b.summaries().isEmpty()).toList();
        List<Message<SummaryBatch>> actual = messages.getItems();
        assertEquals(
                changing.stream().map(b -> b.events().size()).toList(),
                actual.stream().map(m -> m.getPayload().events()).toList());
        assertEquals(
                changing.stream().map(Batch::summaries).toList(),
                actual.stream().map(m -> Set.copyOf(m.getPayload().summaries())).toList());

        Set<Batch> durable = Collections.newSetFromMap(new IdentityHashMap<>());
        durable.addAll(expected);
        for (int i = 0; i < changing.size(); i++) {
            if (random.nextInt(4) == 0) {
                durable.remove(changing.get(i));
            } else {
                actual.get(i).ack();
            }
        }
        Set<Integer> unwritten = new TreeSet<>(whenWritten.keySet());
        unwritten.removeIf(poll -> random.nextInt(4) > 0);
        whenWritten.forEach(
                (poll, written) -> {
                    if (!unwritten.contains(poll)) {
                        written.run();
                    }
                });
        assertEquals(covered(arrivals.size(), expected, durable, unwritten), acknowledged);
    }

    /**
     * A poll is covered when it and all before it have no event, or letter, that is not durable.
     */
    private static List<Integer> covered(
            int polls, List<Batch> batches, Set<Batch> durable, Set<Integer> unwritten) {
        int until = polls;
        for (int i = batches.size() - 1; i >= 0; i--) {
            if (!durable.contains(batches.get(i))) {
                int from = i;
                // Whoever has an event in this batch or a later one waits for it.
                until =
                        Math.min(
                                until,
                                batches.subList(from, batches.size()).stream()
                                        .flatMap(b -> b.events().stream())
                                        .mapToInt(Seen::poll)
                                        .min()
                                        .orElse(polls));
            }
        }
        for (int poll : unwritten) {
            until = Math.min(until, poll);
        }
        List<Integer> covered = new ArrayList<>();
        for (int poll = 0; poll < until; poll++) {
            covered.add(poll);
        }
        return covered;
    }

    private Message<ConsumerRecords<ByteBuffer, ByteBuffer>> poll(Arrival arrival, int number) {
        Events records = eventsInOrder();
        for (Said said : arrival.records) {
            if (said.isPoison()) {
                records.value("poison");
            } else {
                records.seen(said.userId, said.timestamp);
            }
        }
        return Message.of(
                records.poll(),
                () -> {
                    acknowledged.add(number);
                    return CompletableFuture.completedFuture(null);
                });
    }

    private SummaryProcessor processor(int size) {
        SummarySettings settings =
                new SummarySettings() {
                    @Override
                    public int batchSize() {
                        return size;
                    }

                    @Override
                    public Duration batchTimeout() {
                        return TIMEOUT;
                    }

                    @Override
                    public long maxBatches() {
                        return 0;
                    }

                    @Override
                    public Duration maxClockSkew() {
                        return Duration.ofDays(1);
                    }
                };
        DeadLetters aside =
                new DeadLetters(null) {
                    @Override
                    void write(DeadLetterBatch letters, Runnable written) {
                        whenWritten.put(arriving, written);
                    }
                };
        return new SummaryProcessor(
                new SummaryTable(),
                settings,
                EventShape.EXAMPLE,
                aside,
                () -> Multi.createFrom().nothing(),
                new MemoryLimit(128 << 20),
                List.of(),
                List.of()) {
            /** Every batch is looked at by itself. */
            @Override
            int mostUnderWay() {
                return Integer.MAX_VALUE;
            }

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
