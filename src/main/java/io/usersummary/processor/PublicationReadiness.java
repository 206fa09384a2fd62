package io.usersummary.processor;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while the output topic refuses a summary: the table that it holds is not the table. */
@Readiness
@ApplicationScoped
class PublicationReadiness implements HealthCheck {

    private final SummaryProcessor processor;

    PublicationReadiness(SummaryProcessor processor) {
        this.processor = processor;
    }

    /** Health is open to everybody: it names no user. */
    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("summaries taken");
        Optional<RejectedSummaries.Refusal> refusal = processor.refusals().any();
        if (refusal.isEmpty()) {
            return response.up().build();
        }
        return response.down()
                .withData("topic", refusal.get().topic())
                .withData("bytes", refusal.get().bytes())
                .withData("refusal", refusal.get().reason())
                .withData("users", processor.refusals().size())
                .build();
    }
}
