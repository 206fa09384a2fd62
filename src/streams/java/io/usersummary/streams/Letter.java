package io.usersummary.streams;

import io.usersummary.processor.DeadLetterBatch;
import io.usersummary.processor.DeadLetterTruncation;
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
        DeadLetterBatch.describe(
                headers, reason, from.topic(), from.partition(), from.offset(), record.timestamp());
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
}
