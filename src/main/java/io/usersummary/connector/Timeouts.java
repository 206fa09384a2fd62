package io.usersummary.connector;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;

/**
 * Lengths of time, in milliseconds, that have to fit each other and that Kafka's clients compare
 * only when they are made. What nobody set is made to fit; what was set and does not is refused.
 */
final class Timeouts {

    private Timeouts() {}

    /** A producer's delivery takes at least its linger and one request. */
    static void fitProducer(Map<String, Object> config, Map<String, Setting> settings) {
        AbstractConfig parsed = ClientRole.PRODUCER.parse(config);
        long linger = parsed.getLong(ProducerConfig.LINGER_MS_CONFIG);
        int request = parsed.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
        int delivery = parsed.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG);
        int least = (int) Math.min(linger + request, Integer.MAX_VALUE);
        if (delivery >= least) {
            return;
        }
        Setting deliverySet = settings.get(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG);
        if (deliverySet == null) {
            config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, String.valueOf(least));
            return;
        }
        Setting requestSet = settings.get(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
        if (requestSet == null && delivery > linger) {
            config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, String.valueOf(delivery - linger));
            return;
        }
        throw new ConfigurationException(
                "%s - a delivery takes at least linger.ms=%d and %s=%d together: %d or more is allowed"
                        .formatted(
                                deliverySet,
                                linger,
                                requestSet == null
                                        ? ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG
                                        : requestSet.key(),
                                request,
                                least));
    }

    /** A member of a group is heard several times in a session. */
    static void checkGroup(Map<String, Object> config, Map<String, Setting> settings) {
        AbstractConfig parsed = ClientRole.CONSUMER.parse(config);
        int heartbeat = parsed.getInt(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
        int session = parsed.getInt(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
        if (heartbeat >= session) {
            throw new ConfigurationException(
                    "%s, %s - the heartbeat has to come more often than the session ends, best"
                                    .formatted(
                                            shown(settings, "heartbeat.interval.ms", heartbeat),
                                            shown(settings, "session.timeout.ms", session))
                            + " three times as often");
        }
    }

    private static String shown(Map<String, Setting> settings, String name, int value) {
        Setting setting = settings.get(name);
        return setting == null ? name + "=" + value : setting.toString();
    }
}
