package io.usersummary.generator;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.usersummary.event.EventShape;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import org.jboss.logging.Logger;

/**
 * Whether sample events are written: where somebody asks for them, else in dev mode and tests. They
 * have the example's shape, and to a service that reads another one they would be poison.
 */
@Singleton
class GeneratorSwitch {

    private static final Logger LOG = Logger.getLogger(GeneratorSwitch.class);

    private final EventShape shape;
    private final boolean asked;
    private final boolean wanted;

    GeneratorSwitch(GeneratorSettings settings, EventShape shape) {
        this.shape = shape;
        asked = settings.enabled().orElse(false);
        wanted = settings.enabled().orElseGet(GeneratorSwitch::isDevOrTest);
    }

    private static boolean isDevOrTest() {
        return ConfigUtils.isProfileActive("dev") || ConfigUtils.isProfileActive("test");
    }

    /** Whether sample events are written. */
    boolean isOn() {
        return wanted && shape.isOfTheExample();
    }

    /** Runs ahead of the messaging layer, which asks for the first sample event. */
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        if (shape.isOfTheExample()) {
            return;
        }
        if (asked) {
            throw new ConfigurationException(
                    "generator.enabled=true - sample events have their userId at %s and their time at %s in seconds, and this service reads another shape (%s): they would all be set aside. Leave generator.enabled unset, or the event.* settings"
                            .formatted(
                                    EventShape.EXAMPLE.userId(),
                                    EventShape.EXAMPLE.timestamp(),
                                    shape));
        }
        if (wanted) {
            LOG.info("No sample events: they are not of the shape that the event.* settings name");
        }
    }
}
