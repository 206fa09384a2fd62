package io.usersummary.query;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counts seconds by the bucket of the calendar that they are in. The row of buckets grows at either
 * end as seconds come, in no order, so that one pass is enough; and as buckets are about equally
 * long, the right one is where the usual length says, or next to it.
 */
public final class Histogram {

    /** The longest row of buckets. */
    public static final int MOST_BUCKETS = 10_000;

    /**
     * One bucket.
     *
     * @param from its first second
     */
    public record Count(long from, long users) {}

    private final Bucket bucket;
    private final ZoneId zone;

    /** A multiplication takes a fraction of the time that a division of whole numbers takes. */
    private final double bucketsASecond;

    /** Where each bucket starts and, at the end, where the last one ends. */
    private long[] starts = new long[2];

    private long[] counts = new long[1];
    private int size;

    Histogram(Bucket bucket, ZoneId zone) {
        this.bucket = bucket;
        this.zone = zone;
        this.bucketsASecond = 1.0 / bucket.usualSeconds();
    }

    /**
     * Counts one second.
     *
     * @throws InvalidQueryException if the buckets become too many
     */
    void add(long second) {
        if (size == 0 || second < starts[0] || second >= starts[size]) {
            reach(second);
        }
        counts[indexOf(second)]++;
    }

    private int indexOf(long second) {
        int guess = (int) ((second - starts[0]) * bucketsASecond);
        int index = Math.min(guess, size - 1);
        while (second < starts[index]) {
            index--;
        }
        while (second >= starts[index + 1]) {
            index++;
        }
        return index;
    }

    private void reach(long second) {
        try {
            if (size == 0) {
                starts[0] = bucket.start(second, zone);
                starts[1] = bucket.next(starts[0], zone);
                size = 1;
            } else if (second < starts[0]) {
                refuseIfTooMany(starts[size] - second);
                growDown(bucket.start(second, zone));
            } else {
                refuseIfTooMany(second - starts[0]);
                growUp(second);
            }
        } catch (DateTimeException e) {
            throw new InvalidQueryException(
                    "A user was seen at epoch second %d, which no calendar reaches; leave such users out with firstSeenTo or lastSeenTo."
                            .formatted(second));
        }
    }

    private void growUp(long second) {
        while (second >= starts[size]) {
            if (size == counts.length) {
                counts = Arrays.copyOf(counts, size * 2);
                starts = Arrays.copyOf(starts, size * 2 + 1);
            }
            starts[size + 1] = bucket.next(starts[size], zone);
            size++;
        }
        refuseIfTooMany(0);
    }

    private void growDown(long first) {
        List<Long> added = new ArrayList<>();
        for (long start = first; start < starts[0]; start = bucket.next(start, zone)) {
            added.add(start);
        }
        int shift = added.size();
        long[] newStarts = new long[shift + starts.length];
        Arrays.setAll(newStarts, i -> i < shift ? added.get(i) : starts[i - shift]);
        long[] newCounts = new long[shift + counts.length];
        System.arraycopy(counts, 0, newCounts, shift, counts.length);
        starts = newStarts;
        counts = newCounts;
        size += shift;
        refuseIfTooMany(0);
    }

    /** Before buckets are made for a span of time, and for what rounding left, after. */
    private void refuseIfTooMany(long span) {
        if (size > MOST_BUCKETS || span < 0 || span / bucket.usualSeconds() > MOST_BUCKETS + 1) {
            throw new InvalidQueryException(
                    "More than %,d buckets of one %s each. ".formatted(MOST_BUCKETS, bucket)
                            + bucket.larger()
                                    .map(larger -> "Ask for bucket=" + larger + ", or a")
                                    .orElse("Ask for a")
                            + " shorter time with firstSeenFrom, firstSeenTo, lastSeenFrom or"
                            + " lastSeenTo.");
        }
    }

    /** All buckets from the first that counts somebody to the last, without a gap. */
    public List<Count> counts() {
        List<Count> all = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            all.add(new Count(starts[i], counts[i]));
        }
        return all;
    }
}
