package io.usersummary.streams;

import static io.usersummary.processor.DeadLetterBatch.OFFSET;
import static io.usersummary.processor.DeadLetterBatch.PARTITION;
import static io.usersummary.processor.DeadLetterBatch.REASON;
import static io.usersummary.processor.DeadLetterBatch.TIMESTAMP;
import static io.usersummary.processor.DeadLetterBatch.TOPIC;

import io.usersummary.processor.DeadLetterTruncation;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * A record that is no valid event, on its way to the dead-letter topic: byte for byte, with the
 * headers it came with and those that say why and from where.
 *
 * @param key as it came; null if there was none
 * @param value as it came; null if there was none
 */
record Letter(byte[] key, byte[] value) {

    /** The letter with its headers, written now. */
    static Record<Bytes, Object> of(
            Record<byte[], byte[]> record, RecordMetadata from, String reason) {
        Headers headers = new RecordHeaders(record.headers().toArray());
        headers.add(REASON, text(reason));
        headers.add(TOPIC, text(from.topic()));
        headers.add(PARTITION, text(Integer.toString(from.partition())));
        headers.add(OFFSET, text(Long.toString(from.offset())));
        headers.add(TIMESTAMP, text(Long.toString(record.timestamp())));
        return new Record<>(
                null,
                new Letter(record.key(), record.value()),
                System.currentTimeMillis(),
                headers);
    }

    /**
     * What of a letter its topic takes: cut as little as it has to be.
     *
     * @param most the size of the largest batch that the topic takes, in bytes
     */
    static Record<byte[], byte[]> cut(Record<Bytes, Letter> letter, int most) {
        ProducerRecord<byte[], byte[]> rest =
                new ProducerRecord<>(
                        "", null, letter.value().key, letter.value().value, letter.headers());
        while (size(rest) > most) {
            ProducerRecord<byte[], byte[]> smaller = DeadLetterTruncation.smaller(rest);
            if (smaller == rest) {
                break;
            }
            rest = smaller;
        }
        return new Record<>(rest.key(), rest.value(), letter.timestamp(), rest.headers());
    }

    /** As the producer reckons it before it sends. */
    private static int size(ProducerRecord<byte[], byte[]> record) {
        return AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                CompressionType.NONE,
                record.key(),
                record.value(),
                record.headers().toArray());
    }

    private static byte[] text(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
