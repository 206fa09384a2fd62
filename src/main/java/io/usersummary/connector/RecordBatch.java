package io.usersummary.connector;

import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Records that are sent together: the payload of the messages that the {@value BatchConnector#NAME}
 * connector takes. The message is acknowledged when every record is durable.
 */
public interface RecordBatch {

    /** The number of records. */
    int size();

    /**
     * Makes the records, in the order they are to be sent. Called on the channel's sender thread.
     *
     * @param topic the topic that the channel is configured for
     */
    void records(String topic, Consumer<ProducerRecord<byte[], byte[]>> sender);

    /**
     * Says what becomes of a record that the topic does not take for what it is: too large, or
     * invalid. Called on the producer's thread or the channel's sender thread.
     *
     * @param record the record that was refused
     * @param refusal what the client or the broker says
     * @return what to send in its place; the record itself to try it again later, as is done by
     *     default; null if the batch sees to it, and its message is not to wait for it any longer
     */
    default ProducerRecord<byte[], byte[]> refused(
            ProducerRecord<byte[], byte[]> record, Exception refusal) {
        return record;
    }
}
