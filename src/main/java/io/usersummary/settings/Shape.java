package io.usersummary.settings;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfig;
import io.usersummary.event.EventShape;
import io.usersummary.event.Source;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.Map;
import org.jboss.logging.Logger;

/** The shape of events that the settings describe, checked and told in the log at the start. */
@Singleton
class Shape {

    private static final Logger LOG = Logger.getLogger(Shape.class);
    private static final Map<String, String> EXAMPLES =
            Map.of(
                    "event.user-id", EventShape.EXAMPLE_USER_ID,
                    "event.timestamp", EventShape.EXAMPLE_TIMESTAMP,
                    "event.timestamp-format", "seconds");

    @Produces @Singleton final EventShape shape;

    Shape(EventSettings settings, SmallRyeConfig config) {
        EXAMPLES.keySet().forEach(name -> checkNotEmpty(config, name));
        try {
            shape =
                    new EventShape(
                            settings.userId().orElse(EventShape.EXAMPLE.userId()),
                            settings.timestamp().orElse(EventShape.EXAMPLE.timestamp()),
                            settings.timestampFormat().orElse(EventShape.EXAMPLE.format()),
                            settings.userId().isPresent());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "event.timestamp-format=%s - %s: leave it unset with event.timestamp=%s, or point event.timestamp at a time in the event, such as /time"
                            .formatted(settings.timestampFormat(), e.getMessage(), Source.RECORD));
        }
    }

    /** To the configuration an empty value is none; whoever set one meant something else. */
    private static void checkNotEmpty(SmallRyeConfig config, String name) {
        String value = config.getConfigValue(name).getRawValue();
        if (value != null && value.isBlank()) {
            throw new ConfigurationException(
                    "%s=%s - it is empty; give it a value, such as %s, or take it away"
                            .formatted(name, value, EXAMPLES.get(name)));
        }
    }

    /** Ahead of the messaging layer, which begins to read at its own start. */
    void tell(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        LOG.infof("Events are read as: %s", shape);
    }
}
