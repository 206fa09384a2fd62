package io.usersummary.bench.peer;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** Reads the two fields and keeps the table in a HashMap; publishes nothing. */
final class Parse implements Work {

    private final Map<String, Seen> table = new HashMap<>();

    @Override
    public void take(ConsumerRecords<byte[], byte[]> records, Consumer<byte[], byte[]> consumer) {
        for (ConsumerRecord<byte[], byte[]> event : records) {
            TwoFields.Event read = TwoFields.read(event.value());
            Seen seen = table.get(read.userId());
            if (seen == null) {
                table.put(read.userId(), new Seen(read.timestamp()));
            } else {
                seen.join(read.timestamp());
            }
        }
    }
}
