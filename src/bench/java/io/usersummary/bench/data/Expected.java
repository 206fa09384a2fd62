package io.usersummary.bench.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** The exact table of a workload: what every contender that publishes must arrive at. */
public final class Expected {

    private final long[] first;
    private final long[] last;

    Expected(int users) {
        first = new long[users];
        last = new long[users];
        Arrays.fill(first, Long.MAX_VALUE);
        Arrays.fill(last, Long.MIN_VALUE);
    }

    void join(int user, long timestamp) {
        first[user] = Math.min(first[user], timestamp);
        last[user] = Math.max(last[user], timestamp);
    }

    /**
     * Counts the users whose summary is missing, not exact, or made up.
     *
     * @param summaries JSON summaries by userId
     */
    public long mismatches(Map<ByteBuffer, byte[]> summaries) {
        long exact = 0;
        long wrong = 0;
        for (int user = 0; user < first.length; user++) {
            if (first[user] == Long.MAX_VALUE) {
                continue;
            }
            String userId = SampleEvent.userId(user);
            byte[] found = summaries.get(ByteBuffer.wrap(userId.getBytes(StandardCharsets.UTF_8)));
            if (Arrays.equals(found, SampleEvent.summary(userId, first[user], last[user]))) {
                exact++;
            } else {
                wrong++;
            }
        }
        long madeUp = Math.max(0, summaries.size() - exact - wrong);
        return wrong + madeUp;
    }
}
