package io.usersummary.bench.experiment;

import io.usersummary.bench.data.SampleEvent;
import io.usersummary.bench.lab.Cluster;
import io.usersummary.bench.lab.TopicReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** When each event of a steady load was covered by a record in the output topic. */
final class Coverage {

    private static final Pattern LAST_SEEN = Pattern.compile("\"lastSeen\":(\\d+)");

    private final Map<String, Integer> users = new HashMap<>();
    private final long[] appendedAt;
    private final long[] coveredAt;
    private final int sent;

    /**
     * Reads the output topic from its beginning.
     *
     * @param appendedAt when each event was appended, in epoch milliseconds
     * @param sent number of events
     */
    Coverage(String bootstrapServers, long[] appendedAt, int sent) {
        this.appendedAt = appendedAt;
        this.sent = sent;
        coveredAt = new long[sent];
        IntStream.range(0, SteadyLoad.USERS)
                .forEach(user -> users.put(SampleEvent.userId(user), user));
        int[] next = IntStream.range(0, SteadyLoad.USERS).toArray();
        TopicReader.readAll(
                bootstrapServers,
                Cluster.OUTPUT,
                summary -> {
                    int user = users.get(new String(summary.key(), StandardCharsets.UTF_8));
                    cover(next, user, lastSeen(summary.value()), summary.timestamp());
                });
    }

    private void cover(int[] next, int user, long lastSeen, long at) {
        while (next[user] < sent && SteadyLoad.timestamp(next[user]) <= lastSeen) {
            coveredAt[next[user]] = at;
            next[user] += SteadyLoad.USERS;
        }
    }

    private static long lastSeen(byte[] summary) {
        Matcher matcher = LAST_SEEN.matcher(new String(summary, StandardCharsets.UTF_8));
        if (!matcher.find()) {
            throw new IllegalStateException("Not a summary: " + new String(summary));
        }
        return Long.parseLong(matcher.group(1));
    }

    /**
     * Latencies of a range of events in milliseconds, sorted.
     *
     * @throws IllegalStateException if one of them was never covered
     */
    long[] latencies(int from, int to) {
        long uncovered = Arrays.stream(coveredAt, from, to).filter(at -> at == 0).count();
        if (uncovered > 0) {
            throw new IllegalStateException(uncovered + " events were never covered");
        }
        return IntStream.range(from, to)
                .mapToLong(event -> coveredAt[event] - appendedAt[event])
                .sorted()
                .toArray();
    }
}
