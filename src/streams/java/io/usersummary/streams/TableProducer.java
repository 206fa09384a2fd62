package io.usersummary.streams;

import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Keeps from Kafka Streams where a summary was written.
 *
 * <p>It takes a task's writes to the topic that restores its store for what the store holds, and
 * notes the last of them as the place from which to restore. Here the store holds what was read of
 * that topic, and what was written is read later: in between it would never be restored. (Seen in
 * {@code StreamTask#checkpointableOffsets} of 4.1.2, where written offsets go before consumed
 * ones.)
 */
final class TableProducer extends KafkaProducer<byte[], byte[]> {

    private static final int UNKNOWN = -1;

    private final String table;

    /**
     * @param table the topic of the summaries
     */
    TableProducer(Map<String, Object> config, String table) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.table = table;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        if (!record.topic().equals(table)) {
            return super.send(record, callback);
        }
        return super.send(
                record, (written, failure) -> callback.onCompletion(nowhere(written), failure));
    }

    private static RecordMetadata nowhere(RecordMetadata written) {
        return written == null
                ? null
                : new RecordMetadata(
                        new TopicPartition(written.topic(), written.partition()),
                        UNKNOWN,
                        0,
                        written.timestamp(),
                        written.serializedKeySize(),
                        written.serializedValueSize());
    }
}
