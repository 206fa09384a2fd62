package io.usersummary.topics;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** How to reach the broker as an administrator who does not wait long for answers. */
final class AdminConfig {

    private static final String DEFAULT_BOOTSTRAP_SERVERS = "localhost:9092";

    private AdminConfig() {}

    /**
     * @param shared properties for every Kafka client; those that an administrator knows are used
     */
    static Map<String, Object> of(
            String clientId, Map<String, Object> shared, int requestMillis, int answerMillis) {
        Map<String, Object> config = new HashMap<>();
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_BOOTSTRAP_SERVERS);
        shared.forEach(
                (name, value) -> {
                    if (AdminClientConfig.configNames().contains(name)) {
                        config.put(name, value);
                    }
                });
        config.put(AdminClientConfig.CLIENT_ID_CONFIG, clientId);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, requestMillis);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, answerMillis);
        return config;
    }
}
