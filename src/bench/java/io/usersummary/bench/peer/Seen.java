package io.usersummary.bench.peer;

/** First and last time of a user, in epoch seconds, as a peer would keep it: plain and mutable. */
final class Seen {

    long first;
    long last;

    Seen(long timestamp) {
        first = timestamp;
        last = timestamp;
    }

    /** True if the timestamp changed anything. */
    boolean join(long timestamp) {
        if (timestamp >= first && timestamp <= last) {
            return false;
        }
        first = Math.min(first, timestamp);
        last = Math.max(last, timestamp);
        return true;
    }
}
