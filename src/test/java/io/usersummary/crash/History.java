package io.usersummary.crash;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the input held before a cluster lost it or somebody deleted it. What the service had
 * acknowledged by then it has to know for ever; what was ever sent it may know. Not thread-safe.
 */
final class History {

    private final Fold acknowledged = new Fold();

    /** To be called before records are lost. */
    void keep(Kafka kafka) {
        Map<Integer, Long> committed = kafka.group().committed();
        for (ConsumerRecord<byte[], byte[]> record : kafka.records(Kafka.INPUT)) {
            if (record.offset() < committed.getOrDefault(record.partition(), 0L)) {
                acknowledged.add(record);
            }
        }
    }

    /** What the service has to know, whatever the input holds now. */
    Fold acknowledged() {
        return acknowledged;
    }
}
