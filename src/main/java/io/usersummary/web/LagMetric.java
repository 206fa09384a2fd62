package io.usersummary.web;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * How many records the group has not acknowledged yet, over all partitions and instances. Each look
 * asks anew and gives the last answer, so that no scrape waits for a broker.
 */
@Singleton
class LagMetric {

    private final BrokerProbe probe;
    private volatile Map<Integer, Long> lag = Map.of();

    LagMetric(BrokerProbe probe) {
        this.probe = probe;
    }

    void register(@Observes StartupEvent start, MeterRegistry registry) {
        Gauge.builder("user.summary.lag", this, LagMetric::look)
                .description("Records that the group has not acknowledged, as of the last look")
                .register(registry);
    }

    /** Not a number while no broker tells. */
    private double look() {
        probe.read().subscribe().with(reading -> lag = reading.lag(), failure -> lag = Map.of());
        Map<Integer, Long> known = lag;
        return known.isEmpty()
                ? Double.NaN
                : known.values().stream().mapToLong(Long::longValue).sum();
    }
}
