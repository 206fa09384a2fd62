package io.usersummary.connector;

import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * How much memory a poll takes: the metadata of a message that has one.
 *
 * @param bytes of its records, decompressed
 */
record PollSize(long bytes) {

    /** The size of the poll that a message has; 0 if it does not tell. */
    static long of(Message<?> poll) {
        return poll.getMetadata(PollSize.class).map(PollSize::bytes).orElse(0L);
    }
}
