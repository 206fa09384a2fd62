package io.usersummary.processor;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.MultiBufferWithTimeoutOp;
import io.usersummary.summary.Summary;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The job to the letter, in plain Mutiny over single events: bounded lists of them, each grouped by
 * userId, one summary per user whom the list changed. What the service does must be the same.
 */
final class LiteralSummaries {

    /** One event, and the poll that it came with. */
    record Seen(String userId, long timestamp, int poll) {}

    /** One bounded batch, and the summaries of whom it changed. */
    record Batch(List<Seen> events, Set<Summary> summaries) {}

    private final Map<String, Summary> table = new HashMap<>();

    /** {@code events.group().intoLists().of(size, timeout)}, with the clock in the test's hands. */
    Multi<Batch> of(Multi<Seen> events, int size, Duration timeout, VirtualTime time) {
        return events.plug(all -> new MultiBufferWithTimeoutOp<>(all, size, timeout, time, false))
                .map(batch -> new Batch(batch, summaries(batch)));
    }

    private Set<Summary> summaries(List<Seen> batch) {
        return new HashSet<>(
                Multi.createFrom()
                        .iterable(batch)
                        .group()
                        .by(Seen::userId)
                        .onItem()
                        .transformToMultiAndMerge(
                                user ->
                                        user.map(LiteralSummaries::summary)
                                                .collect()
                                                .with(Collectors.reducing(LiteralSummaries::join))
                                                .map(Optional::orElseThrow)
                                                .toMulti())
                        .filter(this::changes)
                        .map(summary -> table.get(summary.userId()))
                        .collect()
                        .asList()
                        .await()
                        .indefinitely());
    }

    private boolean changes(Summary summary) {
        Summary before = table.get(summary.userId());
        Summary after = before == null ? summary : join(before, summary);
        table.put(summary.userId(), after);
        return !after.equals(before);
    }

    private static Summary summary(Seen seen) {
        return Summary.of(seen.userId, seen.timestamp, seen.timestamp);
    }

    /** The smallest summary that says what both say. */
    static Summary join(Summary one, Summary other) {
        return Summary.of(
                one.userId(),
                Math.min(one.firstSeen(), other.firstSeen()),
                Math.max(one.lastSeen(), other.lastSeen()));
    }
}
