package io.usersummary.streams;

/** Is told what happens to records. Called by the threads of the tasks, for each record. */
interface StreamsMetrics {

    /** A valid event was read. */
    default void accepted() {}

    /** A record was set aside. */
    default void poison() {}

    /** A summary was given to the producer; before the next commit it is durable. */
    default void published() {}

    /** A record of the output topic is no summary. */
    default void unreadable() {}
}
