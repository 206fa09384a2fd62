package io.usersummary.connector;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/**
 * What must hold for a channel, so that what it promises can be believed. A setting that would
 * weaken it, in whatever place, is refused by its key and value.
 */
final class RequiredSettings {

    private record Requirement(String name, List<String> allowed, String reason) {}

    private static final String BYTES = "records are handed on as bytes";

    private static final List<Requirement> EVERY_CONSUMER =
            List.of(
                    new Requirement(
                            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                            List.of("false"),
                            "offsets are committed when what they cover is acknowledged"),
                    new Requirement(
                            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                            List.of("false"),
                            "a topic that a reader creates has the wrong shape"),
                    new Requirement(
                            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                            List.of(ByteBufferDeserializer.class.getName()),
                            BYTES),
                    new Requirement(
                            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                            List.of(ByteBufferDeserializer.class.getName()),
                            BYTES));

    private static final List<Requirement> GROUP =
            List.of(
                    new Requirement(
                            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                            List.of("earliest", "latest"),
                            "a group that has no offset yet begins at one of the two ends"));

    private static final List<Requirement> TABLE =
            List.of(
                    new Requirement(
                            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                            List.of("earliest"),
                            "a channel without group.id reads the whole topic"),
                    new Requirement(
                            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                            List.of("read_committed"),
                            "a channel without group.id reads a table, and what was aborted is"
                                    + " not in it"));

    private static final List<Requirement> PRODUCER =
            List.of(
                    new Requirement(
                            ProducerConfig.ACKS_CONFIG,
                            List.of("all", "-1"),
                            "a message is acknowledged when its records are durable"),
                    new Requirement(
                            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                            List.of("true"),
                            "the records of a key have to stay in order when they are sent again"),
                    new Requirement(
                            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                            List.of(),
                            "this connector has no transactions"),
                    new Requirement(
                            ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG,
                            List.of("false"),
                            "the records of a key belong in one partition"),
                    new Requirement(
                            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                            List.of(ByteArraySerializer.class.getName()),
                            BYTES),
                    new Requirement(
                            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                            List.of(ByteArraySerializer.class.getName()),
                            BYTES));

    private RequiredSettings() {}

    static void onConsumer(String channel, boolean inGroup, Map<String, Setting> settings) {
        List<Requirement> demands = new ArrayList<>(EVERY_CONSUMER);
        demands.addAll(inGroup ? GROUP : TABLE);
        check(channel, demands, settings);
    }

    static void onProducer(String channel, Map<String, Setting> settings) {
        check(channel, PRODUCER, settings);
    }

    private static void check(
            String channel, List<Requirement> demands, Map<String, Setting> settings) {
        for (Requirement demand : demands) {
            Setting setting = settings.get(demand.name);
            if (setting != null && !isAllowed(setting.text(), demand.allowed)) {
                throw new ConfigurationException(
                        "%s - channel %s allows %s: %s"
                                .formatted(
                                        setting,
                                        channel,
                                        demand.allowed.isEmpty()
                                                ? "no value at all"
                                                : "only " + String.join(" or ", demand.allowed),
                                        demand.reason));
            }
        }
    }

    private static boolean isAllowed(String value, List<String> allowed) {
        return allowed.contains(value) || allowed.contains(value.toLowerCase(Locale.ROOT));
    }
}
