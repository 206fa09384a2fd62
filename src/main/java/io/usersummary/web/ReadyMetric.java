package io.usersummary.web;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Readiness as a metric, for those who scrape and do not probe. Each look asks anew and gives the
 * last answer, so that no scrape waits for a check.
 */
@Singleton
class ReadyMetric {

    private final SmallRyeHealthReporter health;
    private volatile boolean ready;

    ReadyMetric(SmallRyeHealthReporter health) {
        this.health = health;
    }

    void register(@Observes StartupEvent start, MeterRegistry registry) {
        Gauge.builder("user.summary.ready", this, ReadyMetric::look)
                .description("1 when the service is ready, as of the last look")
                .register(registry);
    }

    private double look() {
        health.getReadinessAsync()
                .map(SmallRyeHealth::isDown)
                .subscribe()
                .with(down -> ready = !down, failure -> ready = false);
        return ready ? 1 : 0;
    }
}
