package io.usersummary.bench.peer;

import io.usersummary.bench.lab.Lifeline;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A loop around a Kafka consumer, the least a Java program can do. Arguments: bootstrap servers,
 * topic, group, number of events, what to do with them ({@code poll}, {@code parse} or {@code
 * publish}), then settings as {@code key=value}: the consumer's, and, behind {@code producer.}, the
 * producer's.
 */
public final class PlainConsumer {

    private static final String PRODUCER = "producer.";

    private PlainConsumer() {}

    public static void main(String[] args) {
        Lifeline.attach();
        String bootstrapServers = args[0];
        long events = Long.parseLong(args[3]);
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("group.id", args[2]);
        settings.put("auto.offset.reset", "earliest");
        Map<String, Object> producer = new HashMap<>();
        for (String setting : List.of(args).subList(5, args.length)) {
            String[] keyAndValue = setting.split("=", 2);
            if (keyAndValue[0].startsWith(PRODUCER)) {
                producer.put(keyAndValue[0].substring(PRODUCER.length()), keyAndValue[1]);
            } else {
                settings.put(keyAndValue[0], keyAndValue[1]);
            }
        }
        producer.put("bootstrap.servers", bootstrapServers);
        Work work = work(args[4], producer, settings);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(args[1]));
            long seen = 0;
            while (seen < events) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(1));
                work.take(records, consumer);
                seen += records.count();
            }
            work.finish();
            consumer.commitSync();
            System.out.println("Read " + seen + " events");
            Lifeline.hold();
        }
    }

    private static Work work(
            String name, Map<String, Object> producer, Map<String, Object> settings) {
        return switch (name) {
            case "poll" -> (records, consumer) -> {};
            case "parse" -> new Parse();
            case "publish" -> {
                settings.put("enable.auto.commit", "false");
                yield new Publish(producer);
            }
            default -> throw new IllegalArgumentException("No such work: " + name);
        };
    }
}
