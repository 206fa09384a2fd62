package io.usersummary.replay;

import io.usersummary.connector.ClientSettings;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The clients of a replay: they reach the broker as the channel of the dead letters does. */
@Singleton
class ReplayClients {

    private static final String CHANNEL = "dead-letters";
    private static final String CLIENT_ID = "user-summary-replay";
    private static final int REQUEST_MILLIS = 10_000;
    private static final int ANSWER_MILLIS = 20_000;

    private final ClientSettings clients;
    private final String group;

    /**
     * @param group of the service
     */
    ReplayClients(
            ClientSettings clients,
            @ConfigProperty(name = "mp.messaging.incoming.events.group.id") String group) {
        this.clients = clients;
        this.group = group + "-replay";
    }

    /** Where the broker is looked for. */
    String bootstrapServers() {
        return clients.bootstrapServers(CHANNEL);
    }

    /** Is assigned its partitions; its group has no members, and keeps how far runs have come. */
    Consumer<byte[], byte[]> consumer() {
        Map<String, Object> own =
                Map.of(
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        CLIENT_ID,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        group,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest");
        return new KafkaConsumer<>(
                clients.consumer(CHANNEL, own),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    Producer<byte[], byte[]> producer() {
        return new KafkaProducer<>(clients.producer(CHANNEL, Map.of()));
    }

    /**
     * What tells a topic from another one of the same name.
     *
     * @throws KafkaException if there is no such topic, or the broker does not answer
     */
    Uuid topicId(String topic) throws InterruptedException {
        Map<String, Object> own =
                Map.of(
                        AdminClientConfig.CLIENT_ID_CONFIG, CLIENT_ID,
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS,
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        try (Admin admin = Admin.create(clients.admin(CHANNEL, own))) {
            return admin.describeTopics(List.of(topic))
                    .topicNameValues()
                    .get(topic)
                    .get()
                    .topicId();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka
                    ? kafka
                    : new KafkaException(e.getCause());
        }
    }
}
