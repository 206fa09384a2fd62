package io.usersummary.processor;

import io.usersummary.json.Span;
import io.usersummary.summary.Summary;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The traces that the events of one batch came with. Events are added under the lock of the
 * batches; summaries are sent, and become durable, by one thread after the other.
 */
public interface BatchTraces {

    /** Of a batch without traces. */
    BatchTraces NONE = new BatchTraces() {};

    /**
     * An event was added to the batch.
     *
     * @param userId lent for the call
     * @param headers of the event's record
     */
    default void add(Span userId, Headers headers) {}

    /** The headers with which a summary goes to a topic; null for none. */
    default Iterable<Header> publish(String topic, Summary summary) {
        return null;
    }

    /** Every summary of the batch was written or rejected. */
    default void durable() {}

    /** About how many bytes of memory they take. */
    default long bytes() {
        return 0;
    }
}
