package io.usersummary.processor;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Cuts a dead letter that its topic does not take: of its value first, then of its key, and the
 * headers it came with at last. The headers that say why and from where it was set aside stay, and
 * say how large what was cut had been, so that the original can be found.
 */
public final class DeadLetterTruncation {

    /** Header of a letter whose value was cut: the size it had, in bytes, in decimal. */
    public static final String VALUE_SIZE = "dead-letter-value-size";

    /** Header of a letter whose key was cut: the size it had, in bytes, in decimal. */
    public static final String KEY_SIZE = "dead-letter-key-size";

    /** Header of a letter without the headers it came with: their number, in decimal. */
    public static final String HEADERS = "dead-letter-headers";

    private static final String OWN = "dead-letter-";

    private DeadLetterTruncation() {}

    /** A smaller letter; the same one if nothing is left to be cut. */
    public static ProducerRecord<byte[], byte[]> smaller(ProducerRecord<byte[], byte[]> letter) {
        if (length(letter.value()) > 0) {
            return cut(
                    letter,
                    letter.key(),
                    shorter(letter.value()),
                    noted(letter.headers(), VALUE_SIZE, letter.value().length));
        }
        if (length(letter.key()) > 0) {
            return cut(
                    letter,
                    shorter(letter.key()),
                    letter.value(),
                    noted(letter.headers(), KEY_SIZE, letter.key().length));
        }
        Headers own = new RecordHeaders();
        int others = 0;
        for (Header header : letter.headers()) {
            if (header.key().startsWith(OWN)) {
                own.add(header);
            } else {
                others++;
            }
        }
        return others == 0
                ? letter
                : cut(letter, letter.key(), letter.value(), noted(own, HEADERS, others));
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /** By a quarter: so most of what the topic takes is kept, and few attempts lead there. */
    private static byte[] shorter(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length * 3L / 4 < 16 ? 0 : (int) (bytes.length * 3L / 4));
    }

    /** Only the first cut knows the size that there was. */
    private static Headers noted(Headers headers, String name, int size) {
        if (headers.lastHeader(name) != null) {
            return headers;
        }
        byte[] text = Integer.toString(size).getBytes(StandardCharsets.US_ASCII);
        return new RecordHeaders(headers).add(name, text);
    }

    private static ProducerRecord<byte[], byte[]> cut(
            ProducerRecord<byte[], byte[]> letter, byte[] key, byte[] value, Headers headers) {
        return new ProducerRecord<>(letter.topic(), letter.partition(), key, value, headers);
    }
}
