package io.usersummary.processor;

import io.usersummary.connector.RecordBatch;
import io.usersummary.summary.Summary;
import io.usersummary.summary.SummaryWriter;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What one bounded batch of events changed: one summary a changed user, on its way to {@code
 * output_topic}, keyed by userId.
 *
 * @param summaries the users' summaries as they stood when the batch was closed
 */
public record SummaryBatch(List<Summary> summaries) implements RecordBatch {

    /** What a summary and its place in the list take besides the userId. */
    private static final int SUMMARY_BYTES = 64;

    /** About how many bytes of memory it keeps until it is written. */
    long bytes() {
        long bytes = 0;
        for (Summary summary : summaries) {
            bytes += SUMMARY_BYTES + summary.userIdBytes().length;
        }
        return bytes;
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
                            topic, summary.userIdBytes(), SummaryWriter.json(summary)));
        }
    }
}
