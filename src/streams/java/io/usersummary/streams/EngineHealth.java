package io.usersummary.streams;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams.State;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** Health by the state of the streams client. */
@ApplicationScoped
class EngineHealth {

    private static final Set<State> DEAD =
            EnumSet.of(State.PENDING_ERROR, State.ERROR, State.NOT_RUNNING);

    private final Engine engine;
    private final ReadBack readBack;
    private final Trouble trouble;

    EngineHealth(Engine engine, ReadBack readBack, Trouble trouble) {
        this.engine = engine;
        this.readBack = readBack;
        this.trouble = trouble;
    }

    /** Not live once the client has ended and will not begin again by itself. */
    @Produces
    @Liveness
    HealthCheck live() {
        return () -> answer("engine", !DEAD.contains(engine.state()));
    }

    /** Not ready while something is the matter, or the client is not running. */
    @Produces
    @Readiness
    HealthCheck works() {
        return () ->
                answer("engine", engine.state() == State.RUNNING && trouble.reason().isEmpty());
    }

    private HealthCheckResponse answer(String name, boolean up) {
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named(name).withData("state", engine.state().toString());
        trouble.reason().ifPresent(reason -> answer.withData("reason", reason));
        return answer.status(up).build();
    }

    /** Not ready until the table of this instance's partitions is read back. */
    @Produces
    @Readiness
    HealthCheck isReadBack() {
        return () ->
                HealthCheckResponse.named("table read back")
                        .status(readBack.isDone())
                        .withData("read", readBack.read())
                        .withData("of", readBack.toRead())
                        .build();
    }
}
