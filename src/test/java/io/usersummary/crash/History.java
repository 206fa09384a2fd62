package io.usersummary.crash;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the input held before a cluster lost it or somebody deleted it. What the service had
 * acknowledged by then it has to know for ever; what was ever sent it may know. What was deleted
 * before it was read may come back, with a broker that had not noted where its log begins: that
 * lies before the group's offset, and nobody has to know it. Not thread-safe.
 */
final class History {

    private final Fold acknowledged = new Fold();
    private final Set<String> deleted = new HashSet<>();

    /** To be called before records are lost. */
    void keep(Kafka kafka) {
        Map<Integer, Long> committed = kafka.group().committed();
        for (ConsumerRecord<byte[], byte[]> record : kafka.records(Kafka.INPUT)) {
            if (record.offset() < committed.getOrDefault(record.partition(), 0L)
                    && !isDeleted(record)) {
                acknowledged.add(record);
            }
        }
    }

    /** A record of the input is about to be deleted, unread. */
    void deleted(ConsumerRecord<byte[], byte[]> record) {
        deleted.add(Loss.place(record));
    }

    /** Whether a record was deleted unread, be it that it is there again. */
    boolean isDeleted(ConsumerRecord<byte[], byte[]> record) {
        return deleted.contains(Loss.place(record));
    }

    /** What the service has to know, whatever the input holds now. */
    Fold acknowledged() {
        return acknowledged;
    }
}
