package io.usersummary.bench.peer;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** What a plain consumer does with the records of one poll, on the thread that polls. */
interface Work {

    void take(ConsumerRecords<byte[], byte[]> records, Consumer<byte[], byte[]> consumer);

    /** Called once after the last poll, before the last commit. */
    default void finish() {}
}
