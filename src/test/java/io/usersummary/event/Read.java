package io.usersummary.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.usersummary.json.Span;
import io.usersummary.json.UnreadableException;

/** What a reader makes of a record: a userId and a second, or a reason to refuse. */
record Read(String userId, long second, String reason) {

    static final long LATEST = 2_000_000_000L;

    static Read of(EventReader reader, byte[] key, byte[] value, long recordTime) {
        try {
            reader.read(span(key), span(value), recordTime, LATEST);
        } catch (UnreadableException e) {
            return new Read(null, 0, e.getMessage());
        }
        Span id = reader.userId();
        String userId = new String(id.bytes(), id.offset(), id.length(), UTF_8);
        return new Read(userId, reader.timestamp(), null);
    }

    static Read of(EventShape shape, String key, String value, long recordTime) {
        return of(new EventReader(shape), bytes(key), bytes(value), recordTime);
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }

    /** In the middle of other bytes, as a record's are in a poll. */
    private static Span span(byte[] bytes) {
        Span span = new Span();
        if (bytes != null) {
            byte[] among = new byte[bytes.length + 4];
            System.arraycopy(bytes, 0, among, 2, bytes.length);
            span.set(among, 2, bytes.length);
        }
        return span;
    }
}
