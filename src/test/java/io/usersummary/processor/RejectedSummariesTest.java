package io.usersummary.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.summary.Intervals;
import io.usersummary.summary.SummaryTable;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Which offsets wait for a summary that is refused: those of its events, and no others. */
class RejectedSummariesTest {

    private static final String LONG = "g".repeat(LongUserIds.BYTES);
    private static final TopicPartition FIRST = new TopicPartition("input_topic", 0);
    private static final TopicPartition SECOND = new TopicPartition("input_topic", 1);

    private final SummaryTable table = new SummaryTable();
    private final Intervals block = new Intervals(9);
    private final RejectedSummaries refusals = new RejectedSummaries(table);

    /** Closes a batch of one event. */
    private SummaryBatch closed(String userId, TopicPartition partition) {
        return closed(userId, 1, partition);
    }

    private SummaryBatch closed(String userId, long timestamp, TopicPartition partition) {
        EventBatch events = new EventBatch(table, block);
        events.add(Events.userId(userId), timestamp, 1, partition);
        events.close();
        SummaryBatch batch = new SummaryBatch(events, events.groupByUserId(), refusals);
        refusals.closed(batch);
        return batch;
    }

    private void refuse(SummaryBatch batch) {
        batch.records("out", record -> batch.refused(record, new Exception("too large")));
    }

    @Test
    void aLongUserIdHoldsThePartitionsOfItsEventsFromTheirBatchOn() {
        closed("before", FIRST);
        SummaryBatch batch = closed(LONG, FIRST);
        refuse(batch);
        assertFalse(refusals.holds(FIRST, batch.number() - 1));
        assertTrue(refusals.holds(FIRST, batch.number()));
        assertTrue(refusals.holds(FIRST, batch.number() + 1));
        assertFalse(refusals.holds(SECOND, batch.number() + 1));
    }

    @Test
    void aShortUserIdHoldsEveryPartitionFromItsBatchOn() {
        closed("before", FIRST);
        SummaryBatch batch = closed("short", FIRST);
        refuse(batch);
        assertFalse(refusals.holds(SECOND, batch.number() - 1));
        assertTrue(refusals.holds(SECOND, batch.number()));
    }

    @Test
    void eventsThatComeAfterTheRefusalHoldTheirPartitionToo() {
        refuse(closed(LONG, FIRST));
        assertFalse(refusals.holds(SECOND, 2));
        closed(LONG, SECOND);
        assertTrue(refusals.holds(SECOND, 2));
    }

    @Test
    void eventsOfABatchThatIsNotDecidedYetWaitWithThoseOfALaterOne() {
        closed(LONG, FIRST);
        SummaryBatch later = closed(LONG, 9, SECOND);
        refuse(later);
        assertTrue(refusals.holds(FIRST, 1));
        assertTrue(refusals.holds(SECOND, 2));
    }

    @Test
    void eventsOfABatchThatIsDecidedWaitForNothingMore() {
        closed(LONG, FIRST);
        SummaryBatch later = closed(LONG, 9, SECOND);
        refusals.decided(1);
        refuse(later);
        assertFalse(refusals.holds(FIRST, 1));
        assertTrue(refusals.holds(SECOND, 2), "the later one is not decided");
    }

    @Test
    void theRefusalSaysTopicSizeAndReason() {
        SummaryBatch batch = closed("short", FIRST);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>("out", "short".getBytes(UTF_8), new byte[30]);
        batch.refused(record, new Exception("too large"));
        assertEquals(
                Optional.of(new RejectedSummaries.Refusal("out", 35, "too large")), refusals.any());
        assertEquals(1, refusals.size());
        assertFalse(refusals.isEmpty());
    }

    @Test
    void whoIsNotWrittenIsNotAmongTheWritten() {
        EventBatch events = new EventBatch(table, block);
        for (String user : List.of("a", "b", "c")) {
            events.add(Events.userId(user), 1, 1, FIRST);
        }
        SummaryBatch batch = new SummaryBatch(events, events.groupByUserId(), refusals);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>("out", "b".getBytes(UTF_8), new byte[30]);
        batch.refused(record, new Exception("too large"));
        assertEquals(
                List.of("a", "c"),
                batch.written().stream().map(id -> new String(id, UTF_8)).sorted().toList());
        assertEquals(2, batch.writtenCount());
    }

    @Test
    void whoIsForgottenHoldsNothing() {
        SummaryBatch batch = closed("short", FIRST);
        refuse(batch);
        table.forget("short".getBytes(UTF_8));
        refusals.release(List.of());
        assertTrue(refusals.isEmpty());
        assertFalse(refusals.holds(FIRST, batch.number()));
    }
}
