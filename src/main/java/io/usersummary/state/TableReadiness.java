package io.usersummary.state;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while the table cannot be maintained: what its topic lacks is not found then. */
@Readiness
@ApplicationScoped
class TableReadiness implements HealthCheck {

    private static final String NAME = "table maintained";

    private final TableLifecycle lifecycle;

    TableReadiness(TableLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> obstacle = lifecycle.obstacle();
        return obstacle.isEmpty()
                ? HealthCheckResponse.up(NAME)
                : HealthCheckResponse.named(NAME)
                        .down()
                        .withData("obstacle", obstacle.get())
                        .build();
    }
}
