package io.usersummary.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.summary.Intervals;
import io.usersummary.summary.Summary;
import io.usersummary.summary.SummaryTable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What a batch knows of its events besides the users they are of. */
class EventBatchTest {

    private static final TopicPartition FIRST = new TopicPartition("input_topic", 0);
    private static final TopicPartition SECOND = new TopicPartition("input_topic", 1);

    private final SummaryTable table = new SummaryTable();
    private final Intervals block = new Intervals(9);
    private final EventBatch batch = new EventBatch(table, block);

    private void add(String userId, long appended, TopicPartition partition) {
        batch.add(Events.userId(userId), 5, appended, partition);
    }

    @Test
    void itsAgeIsThatOfItsOldestEventAndItsFirstAppendThatOfItsFirst() {
        long now = System.currentTimeMillis();
        assertEquals(0, batch.firstAppended());
        add("a", now - 50_000, FIRST);
        add("b", now - 90_000, FIRST);
        add("c", now - 10_000, FIRST);
        assertEquals(now - 50_000, batch.firstAppended());
        long age = batch.age().toMillis();
        assertTrue(age >= 90_000 && age < 100_000, age + " ms");
    }

    /** Kafka's word for "without a timestamp" is -1, and some clients write 0. */
    @Test
    void anEventWithoutAnAppendTimeIsNotOld() {
        add("a", -1, FIRST);
        add("b", 0, FIRST);
        assertEquals(0, batch.age().toMillis());
        assertEquals(-1, batch.firstAppended());
    }

    @Test
    void itWasClosedWhenItWasFirstClosed() {
        add("a", 1, FIRST);
        batch.close();
        long closed = batch.closedAt();
        assertNotEquals(0, closed);
        batch.close();
        assertEquals(closed, batch.closedAt());
    }

    @Test
    void partitionsAreNotedOfLongUserIdsAlone() {
        String tooShort = "s".repeat(LongUserIds.BYTES - 1);
        String enough = "l".repeat(LongUserIds.BYTES);
        add(tooShort, 1, FIRST);
        assertTrue(batch.longUserIds().isEmpty());
        assertEquals(0, batch.longUserIds().bytes());
        add(enough, 1, FIRST);
        add(enough, 1, SECOND);
        LongUserIds noted = batch.longUserIds();
        assertEquals(Set.of(FIRST, SECOND), noted.partitions(id(enough)));
        assertEquals(Set.of(), noted.partitions(id(tooShort)));
        long one = noted.bytes();
        assertTrue(one >= LongUserIds.BYTES, one + " bytes");
        add("m".repeat(LongUserIds.BYTES), 1, FIRST);
        assertEquals(2 * one, noted.bytes());
    }

    private static ByteBuffer id(String userId) {
        return ByteBuffer.wrap(userId.getBytes(UTF_8));
    }

    /** A closed batch makes room for the next in the memory that both use. */
    @Test
    void whatWasGroupedIsNotInTheNextBatch() {
        add("a", 1, FIRST);
        assertEquals(List.of(Summary.of("a", 5, 5)), batch.groupByUserId());
        EventBatch next = new EventBatch(table, block);
        table.forget("a".getBytes(UTF_8));
        assertEquals(List.of(), next.groupByUserId());
        assertEquals(2, next.number());
    }

    @Test
    void whatASummaryTakesUntilItIsWrittenGrowsWithItsUserIdThreeTimes() {
        add("x".repeat(1_000), 1, FIRST);
        SummaryBatch batchOfOne = summaries(batch);
        assertTrue(batchOfOne.bytes() >= 3_000, batchOfOne.bytes() + " bytes");
        assertTrue(batchOfOne.bytesKept() >= 1_000, batchOfOne.bytesKept() + " bytes");
        EventBatch small = new EventBatch(table, block);
        assertEquals(0, summaries(small).bytes());
        assertTrue(summaries(small).bytesKept() > 0);
    }

    private SummaryBatch summaries(EventBatch events) {
        return new SummaryBatch(events, events.groupByUserId(), new RejectedSummaries(table));
    }
}
