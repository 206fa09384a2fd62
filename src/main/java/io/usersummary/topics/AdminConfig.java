package io.usersummary.topics;

import io.usersummary.connector.ClientSettings;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.SaslConfigs;

/** How to reach the broker as an administrator who does not wait long for answers. */
final class AdminConfig {

    /** All channels have the same brokers; this one says how they are spoken to. */
    private static final String CHANNEL = "events";

    private AdminConfig() {}

    /**
     * @param requestMillis how long one request may take
     * @param answerMillis how long an answer may take, with all its requests
     */
    static Map<String, Object> of(
            ClientSettings clients, String clientId, int requestMillis, int answerMillis) {
        return clients.admin(
                CHANNEL,
                Map.of(
                        AdminClientConfig.CLIENT_ID_CONFIG, clientId,
                        // Whoever makes this client asks again for a token that it did not get.
                        SaslConfigs.SASL_LOGIN_RETRY_BACKOFF_MAX_MS, 1_000L,
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, requestMillis,
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, answerMillis));
    }
}
