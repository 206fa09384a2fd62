package io.usersummary.bench.micro;

import io.usersummary.bench.data.SampleEvent;
import io.usersummary.bench.peer.TwoFields;
import io.usersummary.event.EventReader;
import io.usersummary.event.EventShape;
import io.usersummary.json.Span;
import io.usersummary.json.UnreadableException;
import io.usersummary.summary.Intervals;
import io.usersummary.summary.SummaryTable;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One event: from its bytes into the table, as the service does it and as Jackson would. */
@State(Scope.Thread)
public class ReadAndJoin {

    private static final int EVENTS = 1 << 16;
    private static final int BATCH = 9;
    private static final int TIME_RANGE = 10_000;

    /** Number of different users. */
    @Param({"1000", "100000"})
    public int users;

    private final byte[][] events = new byte[EVENTS][];
    private final EventReader reader = new EventReader(EventShape.EXAMPLE);
    private final Span key = new Span();
    private final Span value = new Span();
    private final SummaryTable table = new SummaryTable();
    private final Intervals batch = new Intervals(BATCH);
    private final Map<String, long[]> map = new HashMap<>();
    private int next;

    /** Makes the events. */
    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(users);
        for (int i = 0; i < EVENTS; i++) {
            String userId = SampleEvent.userId(random.nextInt(users));
            events[i] =
                    SampleEvent.json(userId, 1_534_382_478 + random.nextInt(TIME_RANGE), random);
        }
    }

    private byte[] event() {
        next = next + 1 & EVENTS - 1;
        return events[next];
    }

    private void readNext() throws UnreadableException {
        byte[] event = event();
        value.set(event, 0, event.length);
        reader.read(key, value, -1, Long.MAX_VALUE);
    }

    /** Reading alone, as the service does it. */
    @Benchmark
    public long read() throws UnreadableException {
        readNext();
        return reader.timestamp() + reader.userId().length();
    }

    /** Reading and joining, as the service does it with its batches of nine. */
    @Benchmark
    public int readAndJoin() throws UnreadableException {
        readNext();
        Span id = reader.userId();
        batch.add(id.bytes(), id.offset(), id.length(), reader.timestamp(), reader.timestamp());
        if (batch.size() == BATCH) {
            table.join(batch);
            table.takeChanged();
            batch.clear();
        }
        return batch.size();
    }

    /** Reading with Jackson's streaming parser, without any check. */
    @Benchmark
    public TwoFields.Event jacksonRead() {
        return TwoFields.read(event());
    }

    /** The same, joined into a HashMap. */
    @Benchmark
    public long[] jacksonReadAndJoin() {
        TwoFields.Event event = TwoFields.read(event());
        long[] seen = map.get(event.userId());
        if (seen == null) {
            seen = new long[] {event.timestamp(), event.timestamp()};
            map.put(event.userId(), seen);
        }
        seen[0] = Math.min(seen[0], event.timestamp());
        seen[1] = Math.max(seen[1], event.timestamp());
        return seen;
    }
}
