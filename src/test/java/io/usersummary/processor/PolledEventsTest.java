package io.usersummary.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.usersummary.connector.PartialAcknowledgement;
import io.usersummary.event.EventShape;
import io.usersummary.event.Source;
import io.usersummary.event.TimestampFormat;
import io.usersummary.summary.Intervals;
import io.usersummary.summary.Summary;
import io.usersummary.summary.SummaryTable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;

/** What is read out of one poll, and how as much of it as was read is acknowledged. */
class PolledEventsTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final SummaryTable table = new SummaryTable();
    private final Intervals block = new Intervals(100);
    private final EventBatch batch = new EventBatch(table, block);
    private final List<Map<TopicPartition, Long>> parts = new ArrayList<>();
    private final List<DeadLetterBatch> aside = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private int wholes;

    private final BatchListener listener =
            new BatchListener() {
                @Override
                public void read(int good, int bad) {
                    told.add(good + " good " + bad + " bad");
                }
            };

    private PolledEvents poll(
            EventShape shape, List<ConsumerRecord<ByteBuffer, ByteBuffer>> records) {
        Acknowledgements acknowledgements =
                new Acknowledgements(
                        new InFlightLimit(1 << 20), new RejectedSummaries(table), listener);
        DeadLetters letters =
                new DeadLetters(null) {
                    @Override
                    void write(DeadLetterBatch batch, Runnable whenWritten) {
                        aside.add(batch);
                    }
                };
        Lane lane = acknowledgements.addLane();
        PollReader reader =
                new PollReader(shape, DAY, letters, acknowledgements, lane, listener, null);
        PartialAcknowledgement partial = parts::add;
        return new PolledEvents(
                Message.of(
                        Events.poll(records),
                        Metadata.of(partial),
                        () -> {
                            wholes++;
                            return CompletableFuture.completedFuture(null);
                        }),
                reader);
    }

    private static ConsumerRecord<ByteBuffer, ByteBuffer> event(
            int partition, long offset, String userId, long timestamp) {
        byte[] json = Events.json(userId, timestamp).getBytes(UTF_8);
        return record(partition, offset, ByteBuffer.wrap(json));
    }

    private static ConsumerRecord<ByteBuffer, ByteBuffer> record(
            int partition, long offset, ByteBuffer value) {
        return new ConsumerRecord<>("input_topic", partition, offset, null, value);
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition("input_topic", number);
    }

    @Test
    void ofAPollThatWasNotReadToItsEndEachPartitionIsAcknowledgedAsFarAsItWasRead() {
        PolledEvents poll =
                poll(
                        EventShape.EXAMPLE,
                        List.of(
                                event(0, 7, "a", 1),
                                event(0, 9, "a", 2),
                                event(1, 4, "a", 3),
                                event(1, 5, "a", 4),
                                event(2, 1, "a", 5)));
        assertEquals(5, poll.size());
        poll.fill(batch, 3);
        poll.done();
        poll.acknowledge();
        assertEquals(List.of(Map.of(partition(0), 10L, partition(1), 5L)), parts);
        assertEquals(0, wholes);
        assertEquals(3, poll.accepted());
        assertEquals(List.of("3 good 0 bad"), told);
    }

    @Test
    void aPollThatWasReadToItsEndIsAcknowledgedAsAWhole() {
        PolledEvents poll =
                poll(EventShape.EXAMPLE, List.of(event(0, 7, "a", 1), event(1, 4, "a", 3)));
        poll.fill(batch, 100);
        poll.done();
        poll.acknowledge();
        assertEquals(1, wholes);
        assertEquals(List.of(), parts);
        poll.acknowledge(part -> part.partition().partition() == 1);
        assertEquals(List.of(Map.of(partition(1), 5L)), parts);
    }

    @Test
    void clocksMayBeAheadAsFarAsIsBelievedAndNoFurther() {
        long now = System.currentTimeMillis() / 1_000;
        PolledEvents poll =
                poll(
                        EventShape.EXAMPLE,
                        List.of(
                                event(0, 0, "behind", now - 10 * DAY.toSeconds()),
                                event(0, 1, "ahead", now + DAY.toSeconds() - 60),
                                event(0, 2, "too far", now + DAY.toSeconds() + 60)));
        poll.fill(batch, 100);
        poll.done();
        assertEquals(List.of("2 good 1 bad"), told);
        assertEquals("input_topic partition 0 offset 2", aside.get(0).last().split(":")[0]);
    }

    /** Bytes are lent: in the middle of an array, or outside the heap. */
    @Test
    void aValueIsReadWhereverItsBytesAre() {
        byte[] json = Events.json("a", 7).getBytes(UTF_8);
        byte[] other = Events.json("b", 8).getBytes(UTF_8);
        ByteBuffer within = ByteBuffer.allocate(json.length + 9);
        within.position(2);
        within = within.slice();
        within.position(3);
        within.put(json).flip().position(3);
        ByteBuffer outside = ByteBuffer.allocateDirect(other.length).put(other).flip();
        PolledEvents poll =
                poll(
                        EventShape.EXAMPLE,
                        List.of(record(0, 0, within), record(0, 1, outside), record(0, 2, null)));
        poll.fill(batch, 100);
        poll.done();
        assertEquals(List.of("2 good 1 bad"), told);
        assertEquals(List.of(Summary.of("a", 7, 7), Summary.of("b", 8, 8)), batch.groupByUserId());
    }

    @Test
    void theKeyIsReadWhereItIsTheUserId() {
        EventShape keyed =
                new EventShape(
                        Source.of("key", "key"),
                        Source.of(EventShape.EXAMPLE_TIMESTAMP, Source.RECORD),
                        TimestampFormat.SECONDS,
                        false);
        ByteBuffer value = ByteBuffer.wrap("{\"metadata\":{\"timestamp\":7}}".getBytes(UTF_8));
        ByteBuffer key = ByteBuffer.wrap("who".getBytes(UTF_8));
        PolledEvents poll =
                poll(keyed, List.of(new ConsumerRecord<>("input_topic", 0, 0, key, value)));
        poll.fill(batch, 100);
        poll.done();
        assertEquals(List.of(Summary.of("who", 7, 7)), batch.groupByUserId());
    }
}
