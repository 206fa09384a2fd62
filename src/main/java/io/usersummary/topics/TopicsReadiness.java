package io.usersummary.topics;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while no broker was ever reached, or while topics are missing. */
@Readiness
@ApplicationScoped
class TopicsReadiness implements HealthCheck {
    private final Topics topics;

    TopicsReadiness(Topics topics) {
        this.topics = topics;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("topics");
        if (topics.areReady()) {
            return response.up().build();
        }
        return response.down().withData("waiting for", topics.waitingFor()).build();
    }
}
