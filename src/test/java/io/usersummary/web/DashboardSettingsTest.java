package io.usersummary.web;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DashboardSettingsTest {

    @Test
    void theDefaultsAndAPairOfCredentialsAreFine() {
        assertDoesNotThrow(() -> validate(Map.of()));
        assertDoesNotThrow(
                () ->
                        validate(
                                Map.of(
                                        "dashboard.username", "ann",
                                        "dashboard.password", "long enough")));
    }

    @Test
    void halfOfTheCredentialsIsRefused() {
        assertRefused("dashboard.password", Map.of("dashboard.username", "ann"));
        assertRefused("dashboard.username", Map.of("dashboard.password", "long enough"));
    }

    @Test
    void aShortPasswordIsRefusedWithoutShowingIt() {
        String message =
                assertRefused(
                        "at least 8",
                        Map.of("dashboard.username", "ann", "dashboard.password", "s3cret"));
        assertFalse(message.contains("s3cret"), message);
    }

    @Test
    void credentialsThatPublicWouldIgnoreAreRefused() {
        assertRefused(
                "dashboard.public",
                Map.of(
                        "dashboard.public", "true",
                        "dashboard.username", "ann",
                        "dashboard.password", "long enough"));
    }

    private static String assertRefused(String named, Map<String, String> config) {
        String message =
                assertThrows(ConfigurationException.class, () -> validate(config)).getMessage();
        assertTrue(message.contains(named), message);
        return message;
    }

    private static void validate(Map<String, String> config) {
        new SmallRyeConfigBuilder()
                .withMapping(DashboardSettings.class)
                .withDefaultValues(config)
                .build()
                .getConfigMapping(DashboardSettings.class)
                .validate();
    }
}
