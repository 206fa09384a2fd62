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
}
