package io.usersummary.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Dead letters as the service writes them. */
final class Letters {

    private Letters() {}

    /** The letter at this offset, of a record of partition 3, set aside at second 1. */
    static Letter letter(long at, String reason, int returns) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {1});
        if (returns > 0) {
            add(headers, Letter.RETURNS, Integer.toString(returns));
        }
        note(headers, reason);
        return Letter.of(record(at, headers)).orElseThrow();
    }

    static void note(RecordHeaders headers, String reason) {
        add(headers, "dead-letter-reason", reason);
        add(headers, "dead-letter-topic", "input_topic");
        add(headers, "dead-letter-partition", "3");
        add(headers, "dead-letter-offset", "7");
        add(headers, "dead-letter-timestamp", "5000");
    }

    static void add(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    static ConsumerRecord<byte[], byte[]> record(long at, RecordHeaders headers) {
        return new ConsumerRecord<>(
                "input_topic_dlq",
                0,
                at,
                1_000,
                TimestampType.CREATE_TIME,
                1,
                1,
                new byte[] {'k'},
                new byte[] {'v'},
                headers,
                Optional.empty());
    }
}
