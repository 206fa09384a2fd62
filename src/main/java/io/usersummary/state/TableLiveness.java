package io.usersummary.state;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/** Not live once nobody maintains the table any more: only a restart brings that back. */
@Liveness
@ApplicationScoped
class TableLiveness implements HealthCheck {

    private final TableLifecycle lifecycle;

    TableLiveness(TableLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("table maintained");
        Throwable failure = lifecycle.failure();
        if (failure == null) {
            return response.up().build();
        }
        return response.down().withData("cause", failure.toString()).build();
    }
}
