package io.usersummary.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.usersummary.processor.BatchTraces;
import io.usersummary.processor.Tracing;
import jakarta.inject.Singleton;

/** Traces of OpenTelemetry, in the form and with the exporter that Quarkus is configured for. */
@Singleton
class OpenTelemetryTracing implements Tracing {

    private final OpenTelemetry telemetry;

    OpenTelemetryTracing(OpenTelemetry telemetry) {
        this.telemetry = telemetry;
    }

    @Override
    public BatchTraces open() {
        return new OpenTelemetryTraces(
                telemetry.getTracer("io.usersummary"),
                telemetry.getPropagators().getTextMapPropagator());
    }
}
