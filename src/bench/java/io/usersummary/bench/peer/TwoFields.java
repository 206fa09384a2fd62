package io.usersummary.bench.peer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads userId and metadata.timestamp with Jackson's streaming parser; checks nothing else. */
public final class TwoFields {

    private static final JsonFactory JSON = new JsonFactory();

    private TwoFields() {}

    /**
     * The two members that decide anything.
     *
     * @param timestamp event time in epoch seconds
     */
    public record Event(String userId, long timestamp) {}

    /** Reads one event. */
    public static Event read(byte[] json) {
        String userId = null;
        long timestamp = -1;
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("userId")) {
                    userId = parser.getText();
                } else if (name.equals("metadata")) {
                    timestamp = timestamp(parser);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Event(userId, timestamp);
    }

    private static long timestamp(JsonParser parser) throws IOException {
        long timestamp = -1;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = parser.currentName().equals("timestamp");
            parser.nextToken();
            if (wanted) {
                timestamp = parser.getLongValue();
            } else {
                parser.skipChildren();
            }
        }
        return timestamp;
    }
}
