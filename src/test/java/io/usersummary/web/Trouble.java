package io.usersummary.web;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A check of the readiness that a test lets fail; UP otherwise. */
@Readiness
@ApplicationScoped
class Trouble implements HealthCheck {

    private volatile String reason;

    /** What is wrong from now on; null for nothing. */
    void is(String newReason) {
        reason = newReason;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("trouble").status(reason == null);
        return reason == null ? response.build() : response.withData("reason", reason).build();
    }
}
