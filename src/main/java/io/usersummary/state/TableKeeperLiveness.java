package io.usersummary.state;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/** Not live once nobody looks after the table any more: only a restart brings that back. */
@Liveness
@ApplicationScoped
class TableKeeperLiveness implements HealthCheck {

    private final TableKeeper keeper;

    TableKeeperLiveness(TableKeeper keeper) {
        this.keeper = keeper;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("table looked after");
        Throwable failure = keeper.failure();
        if (failure == null) {
            return response.up().build();
        }
        return response.down().withData("cause", failure.toString()).build();
    }
}
