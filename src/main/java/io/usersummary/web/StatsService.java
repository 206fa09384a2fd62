package io.usersummary.web;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.usersummary.web.ServiceView.Counts;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Puts totals, rates over the last ten seconds and the broker's view together. */
@ApplicationScoped
class StatsService {

    private static final int SECONDS = 10;

    private record Sample(long nanos, Counts counts) {}

    private final ServiceView view;
    private final BrokerProbe probe;
    private final ServiceHealth health;
    private final Wiring wiring;
    private final String instance = hostName();
    private final String engine =
            ImageMode.current().isNativeImage() ? "native" : "JVM " + Runtime.version().feature();
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long timer = -1;

    StatsService(ServiceView view, BrokerProbe probe, ServiceHealth health, Wiring wiring) {
        this.view = view;
        this.probe = probe;
        this.health = health;
        this.wiring = wiring;
    }

    void start(@Observes StartupEvent event, Vertx vertx, DashboardSettings settings) {
        if (settings.enabled()) {
            sample();
            timer = vertx.setPeriodic(1_000, tick -> sample());
        }
    }

    /** While the service stops, there may be nobody left to ask. */
    void stop(@Observes ShutdownEvent event, Vertx vertx) {
        vertx.cancelTimer(timer);
    }

    /** Never fails; may take two seconds while the broker is away. Called by any thread. */
    Uni<Stats> current() {
        return probe.read().emitOn(Infrastructure.getDefaultWorkerPool()).map(this::stats);
    }

    private Stats stats(BrokerProbe.Reading broker) {
        Counts now = view.counts();
        Optional<String> failure = health.failure();
        Optional<String> trouble = failure.or(health::trouble);
        return new Stats(
                state(broker, failure.isPresent(), trouble.isPresent()),
                trouble.orElse(null),
                now.users(),
                now.events(),
                now.poison(),
                now.published(),
                rates(now),
                view.openBatch(),
                view.restore(),
                broker.lag(),
                view.latency(),
                wiring.topics(),
                Stats.Shape.of(wiring.shape()),
                wiring.brokers(),
                instance,
                engine);
    }

    private Stats.State state(BrokerProbe.Reading broker, boolean failed, boolean troubled) {
        if (failed) {
            return Stats.State.FAILED;
        }
        if (!broker.reachable()) {
            return Stats.State.BROKER_AWAY;
        }
        if (troubled) {
            return Stats.State.NOT_READY;
        }
        return view.restoring() ? Stats.State.RESTORING : Stats.State.RUNNING;
    }

    private synchronized void sample() {
        samples.addLast(new Sample(System.nanoTime(), view.counts()));
        if (samples.size() > SECONDS) {
            samples.removeFirst();
        }
    }

    private synchronized Stats.Rates rates(Counts now) {
        Sample oldest = samples.peekFirst();
        if (oldest == null) {
            return new Stats.Rates(0, 0, 0);
        }
        Counts then = oldest.counts();
        double seconds = Math.max(1, (System.nanoTime() - oldest.nanos()) / 1e9);
        return new Stats.Rates(
                rate(now.events() - then.events(), seconds),
                rate(now.poison() - then.poison(), seconds),
                rate(now.published() - then.published(), seconds));
    }

    private static double rate(long count, double seconds) {
        return Math.round(count / seconds * 10) / 10.0;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
