package io.usersummary.state;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready until the table is read back: what it would answer, or publish, could be wrong. */
@Readiness
@ApplicationScoped
class RestoreReadiness implements HealthCheck {

    private final Restore restore;

    RestoreReadiness(Restore restore) {
        this.restore = restore;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("table read back")
                .status(restore.isDone())
                .withData("progress", restore.isDone() ? "done" : restore.progress())
                .build();
    }
}
