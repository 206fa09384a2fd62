package io.usersummary.generator;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** A user event as it is written to the input topic, as JSON with its members in this order. */
@RegisterForReflection
public record SampleEvent(
        String userId,
        String visitorId,
        String type,
        Metadata metadata,
        String event,
        EventData eventData) {

    /**
     * @param sentAt epoch seconds
     * @param timestamp epoch seconds; when the user was seen
     * @param receivedAt epoch seconds; 0 as long as nobody received the event
     */
    @RegisterForReflection
    public record Metadata(
            String messageId,
            long sentAt,
            long timestamp,
            long receivedAt,
            String apiKey,
            String spaceId,
            String version) {}

    /** What the user did it to. */
    @RegisterForReflection
    public record EventData(@JsonProperty("MovieID") String movieId) {}
}
