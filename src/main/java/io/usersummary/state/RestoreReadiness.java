package io.usersummary.state;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Not ready until the table is read back: what it would answer, or publish, could be wrong. */
@Readiness
@ApplicationScoped
class RestoreReadiness implements HealthCheck {

    private final Restore restore;
    private final TableLifecycle lifecycle;

    RestoreReadiness(Restore restore, TableLifecycle lifecycle) {
        this.restore = restore;
        this.lifecycle = lifecycle;
    }

    @Override
    public HealthCheckResponse call() {
        if (restore.isDone()) {
            return HealthCheckResponse.named("table read back")
                    .up()
                    .withData("progress", "done")
                    .build();
        }
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("table read back")
                        .down()
                        .withData("progress", restore.progress());
        lifecycle.obstacle().ifPresent(obstacle -> response.withData("obstacle", obstacle));
        return response.build();
    }
}
