package io.usersummary.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.usersummary.event.EventShape;
import io.usersummary.event.ExampleEvent;
import java.util.Map;

/**
 * What the service is doing right now.
 *
 * @param reason why it is not running, as its health checks say; null while it is
 * @param rates a second, over the last ten seconds
 * @param lag records not yet acknowledged, by partition of the input topic; empty when unknown
 * @param latency milliseconds from an event's arrival at the broker to its published summary
 * @param brokers where Kafka is, as {@code kafka.bootstrap.servers} says
 * @param engine what runs the service, such as {@code JVM 17} or {@code native}
 */
record Stats(
        State state,
        String reason,
        long users,
        long events,
        long poison,
        long published,
        Rates rates,
        ServiceView.Progress openBatch,
        ServiceView.Progress restore,
        Map<Integer, Long> lag,
        ServiceView.Latency latency,
        Topics topics,
        Shape shape,
        String brokers,
        String instance,
        String engine) {

    /** Only {@link #RUNNING} is said while liveness and readiness are UP. */
    enum State {
        @JsonProperty("restoring")
        RESTORING,
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("broker away")
        BROKER_AWAY,
        @JsonProperty("not ready")
        NOT_READY,
        @JsonProperty("failed")
        FAILED
    }

    /** Events accepted, records set aside and summaries published, each a second. */
    record Rates(double events, double poison, double published) {}

    /**
     * What events look like, as the settings {@code event.*} say it.
     *
     * @param example an event of now; null where no small one is of this shape
     */
    record Shape(String userId, String timestamp, String format, ExampleEvent example) {
        static Shape of(EventShape shape) {
            long now = System.currentTimeMillis() / 1_000;
            return new Shape(
                    shape.userId().text(),
                    shape.timestamp().text(),
                    shape.format().toString(),
                    ExampleEvent.of(shape, "ada", now).orElse(null));
        }
    }

    /** The names of the topics read from and written to. */
    record Topics(String input, String output, String deadLetters) {}
}
