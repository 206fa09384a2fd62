package io.usersummary.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.usersummary.connector.CommittedOffsets;
import io.usersummary.connector.LostOffsets;
import io.usersummary.summary.Intervals;
import io.usersummary.summary.SummaryTable;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What the service counts of its own work. */
class SummaryMetricsTest {

    private static final TopicPartition PARTITION = new TopicPartition("input_topic", 0);

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final SummaryMetrics metrics = new SummaryMetrics(registry);
    private final SummaryTable table = new SummaryTable();
    private final Intervals block = new Intervals(9);
    private long seen;

    /** A batch of two users, of whose first event it is known when it was appended. */
    private SummaryBatch batch(long appended) {
        seen++;
        return batchAgain(appended);
    }

    /** The events of the last batch once more, which change nobody. */
    private SummaryBatch batchAgain(long appended) {
        EventBatch events = new EventBatch(table, block);
        events.add(Events.userId("a"), seen, appended, PARTITION);
        events.add(Events.userId("b"), seen, appended, PARTITION);
        events.close();
        return new SummaryBatch(events, events.groupByUserId(), new RejectedSummaries(table));
    }

    @Test
    void eventsAreCountedByWhatBecameOfThem() {
        metrics.read(9, 0);
        metrics.read(3, 2);
        assertEquals(12, metrics.accepted());
        assertEquals(2, metrics.poison());
    }

    @Test
    void summariesAreCountedOnceTheyAreDurableHoweverTheyWent() {
        SummaryBatch batch = batch(1);
        metrics.closed(batch);
        assertEquals(0, metrics.published());
        metrics.durable(batch);
        metrics.published(5);
        assertEquals(7, metrics.published());
    }

    @Test
    void aBatchTakesFromItsCloseToItsAcknowledgement() {
        metrics.durable(batch(1));
        double seconds = registry.get("user.summary.batch").timer().totalTime(TimeUnit.SECONDS);
        assertTrue(seconds > 0 && seconds < 60, seconds + " s");
    }

    @Test
    void latencyIsFromTheAppendOfTheFirstEventWhereThatIsKnown() {
        metrics.durable(batch(-1));
        metrics.durable(batch(0));
        metrics.durable(batchAgain(1));
        assertTrue(metrics.latency(0.99).isEmpty());
        metrics.durable(batch(System.currentTimeMillis() - 20_000));
        double millis = metrics.latency(0.99).orElseThrow();
        assertTrue(millis > 19_000 && millis < 25_000, millis + " ms");
        assertTrue(metrics.latency(0.75).isEmpty(), "nobody measures that");
    }

    @Test
    void lostOffsetsAreCounted() {
        metrics.lost(new LostOffsets("events", PARTITION, 3, 10, false));
        assertEquals(7, registry.get("user.summary.lost.offsets").counter().count());
    }

    @Test
    void theAgeOfACommitIsNoNumberBeforeTheFirst() {
        var age = registry.get("user.summary.commit.age").timeGauge();
        assertTrue(Double.isNaN(age.value(TimeUnit.SECONDS)));
        metrics.committed(new CommittedOffsets("events", Map.of()));
        double seconds = age.value(TimeUnit.SECONDS);
        assertTrue(seconds >= 0 && seconds < 60, seconds + " s");
    }
}
