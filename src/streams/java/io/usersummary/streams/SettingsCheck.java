package io.usersummary.streams;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.usersummary.processor.SummarySettings;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

/** Refuses what was set and cannot be had with this engine. */
@Singleton
class SettingsCheck {

    void check(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start,
            SummarySettings settings) {
        if (settings.maxBatches() > 0) {
            throw new ConfigurationException(
                    "summary.max-batches=%d - this engine has no batches of so many events, and does not end by itself: leave it at 0, or use the default engine"
                            .formatted(settings.maxBatches()));
        }
    }
}
