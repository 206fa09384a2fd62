package io.usersummary.web;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.usersummary.processor.DeadLetterBatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * One raw record as the page shows it. Everything in it is text from outside.
 *
 * @param timestamp epoch milliseconds, as the broker keeps it
 * @param key null when the record has none
 * @param value the beginning of the value read as UTF-8; null when the record has none
 * @param headers the first ones, their values read as UTF-8 and cut
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
        List<NamedText> headers,
        int size,
        String reason) {

    /** A header; its value may be null. */
    @RegisterForReflection
    record NamedText(String name, String value) {}

    private static final int MOST_HEADERS = 20;
    private static final int LONGEST_HEADER = 512;

    private static final int LONGEST_TEXT = 4_096;

    static TailRecord of(ConsumerRecord<byte[], byte[]> from) {
        Header reason = from.headers().lastHeader(DeadLetterBatch.REASON);
        return new TailRecord(
                from.topic(),
                from.partition(),
                from.offset(),
                from.timestamp(),
                text(from.key(), LONGEST_TEXT),
                text(from.value(), LONGEST_TEXT),
                headers(from.headers()),
                from.value() == null ? 0 : from.value().length,
                reason == null ? null : text(reason.value(), LONGEST_TEXT));
    }

    private static List<NamedText> headers(Headers headers) {
        return Arrays.stream(headers.toArray())
                .limit(MOST_HEADERS)
                .map(header -> new NamedText(header.key(), text(header.value(), LONGEST_HEADER)))
                .toList();
    }

    private static String text(byte[] bytes, int most) {
        return bytes == null
                ? null
                : new String(bytes, 0, Math.min(bytes.length, most), StandardCharsets.UTF_8);
    }
}
