package io.usersummary.bench.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.usersummary.bench.data.SampleEvent;
import io.usersummary.bench.peer.TwoFields;
import io.usersummary.bench.peer.TwoPointers;
import io.usersummary.event.EventReader;
import io.usersummary.event.EventShape;
import io.usersummary.event.Source;
import io.usersummary.event.TimestampFormat;
import io.usersummary.json.Span;
import io.usersummary.json.UnreadableException;
import java.time.Instant;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One event read by the pointers of its shape, as the service does it and as Jackson's filter of
 * tokens would. The event is the sample data set's; in the second shape its userId is two objects
 * deeper, and its time is text.
 */
@State(Scope.Thread)
public class ReadShapes {

    private static final int EVENTS = 1 << 14;
    private static final int USERS = 1_000;
    private static final String DEEP_USER_ID = "/context/actor/login";

    /** The shapes that are compared. */
    public enum Shape {
        EXAMPLE,
        THREE_MEMBERS_AND_ISO_8601
    }

    /** The shape of the events. */
    @Param public Shape shape;

    private final byte[][] events = new byte[EVENTS][];
    private final Span key = new Span();
    private final Span value = new Span();
    private EventReader reader;
    private TwoPointers jackson;
    private int next;

    /** Makes the events. */
    @Setup
    public void prepare() {
        boolean deep = shape == Shape.THREE_MEMBERS_AND_ISO_8601;
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < EVENTS; i++) {
            String userId = SampleEvent.userId(random.nextInt(USERS));
            long timestamp = 1_534_382_478 + random.nextInt(10_000);
            byte[] event = SampleEvent.json(userId, timestamp, random);
            events[i] = deep ? deep(event, userId, timestamp) : event;
        }
        reader = new EventReader(deep ? deepShape() : EventShape.EXAMPLE);
        jackson =
                new TwoPointers(
                        deep ? DEEP_USER_ID : EventShape.EXAMPLE_USER_ID,
                        EventShape.EXAMPLE_TIMESTAMP,
                        deep);
    }

    private static byte[] deep(byte[] event, String userId, long timestamp) {
        String member = "\"userId\":\"" + userId + "\"";
        String text = "\"" + Instant.ofEpochSecond(timestamp) + "\"";
        return new String(event, UTF_8)
                .replace(member, "\"context\":{\"actor\":{\"login\":\"" + userId + "\"}}")
                .replace("\"timestamp\":" + timestamp, "\"timestamp\":" + text)
                .getBytes(UTF_8);
    }

    private static EventShape deepShape() {
        return new EventShape(
                Source.of(DEEP_USER_ID, Source.KEY),
                EventShape.EXAMPLE.timestamp(),
                TimestampFormat.ISO_8601,
                true);
    }

    private byte[] event() {
        next = next + 1 & EVENTS - 1;
        return events[next];
    }

    /** As the service does it, with every check. */
    @Benchmark
    public long readShape() throws UnreadableException {
        byte[] event = event();
        value.set(event, 0, event.length);
        reader.read(key, value, -1, Long.MAX_VALUE);
        return reader.timestamp() + reader.userId().length();
    }

    /** With Jackson's streaming pointer filter, without any check of what it finds. */
    @Benchmark
    public TwoFields.Event jacksonFilter() {
        return jackson.read(event());
    }
}
