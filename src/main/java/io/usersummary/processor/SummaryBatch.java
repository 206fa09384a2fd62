package io.usersummary.processor;

import io.usersummary.connector.RecordBatch;
import io.usersummary.summary.Summary;
import io.usersummary.summary.SummaryTable;
import io.usersummary.summary.SummaryWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What one bounded batch of events changed, or several that left as one: one summary per changed
 * user, on its way to {@code output_topic}, keyed by userId.
 */
public final class SummaryBatch implements RecordBatch {

    /** What a summary takes besides its userId, here and as a record in a producer's hands. */
    private static final int SUMMARY_BYTES = 200;

    /** The userId is in the summary, and in the record's value; the record's key is the first. */
    private static final int TIMES_USER_ID = 3;

    /** What is kept of a batch until every one before it is durable, besides long userIds. */
    private static final int NUMBER_BYTES = 100;

    private final RejectedSummaries refusals;
    private final LongUserIds longUserIds;
    private final BatchTraces traces;
    private final List<Summary> summaries;
    private final long number;
    private final int events;
    private final long closedAt;
    private final long firstAppended;
    private final long bytes;
    private List<byte[]> refused = List.of();

    /**
     * @param refusals is told of summaries that the topic does not take
     */
    SummaryBatch(EventBatch batch, List<Summary> summaries, RejectedSummaries refusals) {
        this.refusals = refusals;
        this.longUserIds = batch.longUserIds();
        this.traces = batch.traces();
        this.summaries = summaries;
        this.number = batch.number();
        this.events = batch.events();
        this.closedAt = batch.closedAt();
        this.firstAppended = batch.firstAppended();
        long userIds = 0;
        for (Summary summary : summaries) {
            userIds += summary.userIdBytes().length;
        }
        this.bytes = traces.bytes() + bytesOf(summaries.size(), userIds);
    }

    private static long bytesOf(long summaries, long userIds) {
        return SUMMARY_BYTES * summaries + TIMES_USER_ID * userIds;
    }

    /** About how many bytes a batch would take of whoever is noted as changed in the table. */
    static long bytesOf(SummaryTable table) {
        return bytesOf(table.changedUsers(), table.changedUserIdBytes());
    }

    /** The users' summaries as they stood when the batch was grouped. */
    public List<Summary> summaries() {
        return summaries;
    }

    /** The batch's number, from 1. */
    long number() {
        return number;
    }

    /** The number of events in the batch; 0 if it only publishes users again. */
    public int events() {
        return events;
    }

    /** When the batch was closed, by {@link System#nanoTime}. */
    long closedAt() {
        return closedAt;
    }

    /** When its first event was appended to its topic, in epoch milliseconds; 0 without events. */
    long firstAppended() {
        return firstAppended;
    }

    /** About how many bytes of memory it keeps until it is written. */
    long bytes() {
        return bytes;
    }

    /** About how many bytes are kept of it until every batch before it is durable as well. */
    long bytesKept() {
        return NUMBER_BYTES + longUserIds.bytes();
    }

    /** Whether it changed anybody. */
    boolean isToBePublished() {
        return !summaries.isEmpty();
    }

    @Override
    public int size() {
        return summaries.size();
    }

    @Override
    public void records(String topic, Consumer<ProducerRecord<byte[], byte[]>> sender) {
        for (Summary summary : summaries) {
            sender.accept(
                    new ProducerRecord<>(
                            topic,
                            null,
                            summary.userIdBytes(),
                            SummaryWriter.json(summary),
                            traces.publish(topic, summary)));
        }
    }

    /** A summary that cannot be written must not hold up the others. */
    @Override
    public ProducerRecord<byte[], byte[]> refused(
            ProducerRecord<byte[], byte[]> record, Exception refusal) {
        synchronized (this) {
            List<byte[]> more = new ArrayList<>(refused);
            more.add(record.key());
            refused = more;
        }
        refusals.refused(number, record, refusal);
        return null;
    }

    /** How many summaries are written, now that all are decided. */
    synchronized int writtenCount() {
        return summaries.size() - refused.size();
    }

    /** The users whose summaries are written, now that all are decided. */
    List<byte[]> written() {
        synchronized (this) {
            return summaries.stream()
                    .map(Summary::userIdBytes)
                    .filter(id -> refused.stream().noneMatch(no -> Arrays.equals(no, id)))
                    .toList();
        }
    }

    /** The traces that its events came with. */
    BatchTraces traces() {
        return traces;
    }

    /** The long userIds in it. */
    LongUserIds longUserIds() {
        return longUserIds;
    }
}
