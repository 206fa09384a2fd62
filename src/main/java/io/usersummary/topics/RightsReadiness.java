package io.usersummary.topics;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while the broker does not let the service do what it has to. */
@Readiness
@ApplicationScoped
class RightsReadiness implements HealthCheck {

    private final BrokerWatch watch;

    RightsReadiness(BrokerWatch watch) {
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> refusal = watch.refusal();
        return refusal.map(
                        reason ->
                                HealthCheckResponse.named("rights")
                                        .down()
                                        .withData("refusal", reason)
                                        .build())
                .orElseGet(() -> HealthCheckResponse.up("rights"));
    }
}
