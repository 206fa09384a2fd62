package io.usersummary.web;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.usersummary.processor.DeadLetterBatch;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * One raw record as the page shows it. Everything in it is text from outside.
 *
 * @param timestamp epoch milliseconds, as the broker keeps it
 * @param key null when the record has none
 * @param value the beginning of the value read as UTF-8; null when the record has none
 * @param size of the whole value in bytes
 * @param reason why a dead letter was set aside, else null
 */
@RegisterForReflection
record TailRecord(
        String topic,
        int partition,
        long offset,
        long timestamp,
        String key,
        String value,
        int size,
        String reason) {

    private static final int LONGEST_TEXT = 4_096;

    static TailRecord of(ConsumerRecord<byte[], byte[]> from) {
        Header reason = from.headers().lastHeader(DeadLetterBatch.REASON);
        return new TailRecord(
                from.topic(),
                from.partition(),
                from.offset(),
                from.timestamp(),
                text(from.key()),
                text(from.value()),
                from.value() == null ? 0 : from.value().length,
                reason == null ? null : text(reason.value()));
    }

    private static String text(byte[] bytes) {
        return bytes == null
                ? null
                : new String(
                        bytes, 0, Math.min(bytes.length, LONGEST_TEXT), StandardCharsets.UTF_8);
    }
}
