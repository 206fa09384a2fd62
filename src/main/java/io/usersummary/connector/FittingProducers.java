package io.usersummary.connector;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jboss.logging.Logger;

/**
 * Makes producers whose batches fit the topic. One whose {@code batch.size} is beyond the topic's
 * {@code max.message.bytes} splits a batch that is refused into one of the same size, in vain,
 * until its time is over (KAFKA-8350). Where the topic's limit may not be asked for, {@code
 * batch.size} is as configured. For one thread.
 */
final class FittingProducers implements Supplier<Producer<byte[], byte[]>> {

    private static final Logger LOG = Logger.getLogger(FittingProducers.class);
    private static final long PATIENCE_SECONDS = 5;

    private final String topic;
    private final Map<String, Object> config;
    private final Supplier<Admin> admins;
    private int batchSize;

    /**
     * @param config of the producers
     * @param admins makes a client to ask for the topic's limit, which is closed then
     */
    FittingProducers(String topic, Map<String, Object> config, Supplier<Admin> admins) {
        this.topic = topic;
        this.config = config;
        this.admins = admins;
    }

    @Override
    public Producer<byte[], byte[]> get() {
        Map<String, Object> fitting = new HashMap<>(config);
        int configured = ClientRole.PRODUCER.parse(config).getInt(ProducerConfig.BATCH_SIZE_CONFIG);
        batchSize = Math.min(configured, limit().orElse(configured));
        if (batchSize < configured) {
            LOG.infof(
                    "Topic %s takes at most %,d bytes at once (%s): that is the batch.size of its"
                            + " producer, instead of %,d",
                    topic, batchSize, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, configured);
            fitting.put(ProducerConfig.BATCH_SIZE_CONFIG, batchSize);
        }
        return new KafkaProducer<>(fitting);
    }

    /** Whether the batches of the producer that was made last fit the topic as it is now. */
    boolean stillFit() {
        return limit().orElse(batchSize) >= batchSize;
    }

    private OptionalInt limit() {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = admins.get()) {
            String limit =
                    admin.describeConfigs(List.of(resource))
                            .values()
                            .get(resource)
                            .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                            .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                            .value();
            return OptionalInt.of(Integer.parseInt(limit));
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.debugf("%s of topic %s: %s", TopicConfig.MAX_MESSAGE_BYTES_CONFIG, topic, e);
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }
}
