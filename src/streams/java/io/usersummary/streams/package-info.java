/**
 * The second engine: the same table on Kafka Streams, for more users than one machine holds, since
 * each instance has the users of its partitions only. {@link
 * io.usersummary.streams.SummaryTopology} shows the way of the data. In the build with {@code
 * -Pstreams} only, where it takes the place of the processor, the state and their channels.
 *
 * <p>At-least-once is enough, as joining twice changes nothing. What a commit of offsets covers is
 * durable before: Kafka Streams flushes its producer first, and {@link
 * io.usersummary.streams.BeforeCommit} has passed on to it what was held. The table is what was
 * read from the output topic, so never more than is durable, and nothing but that topic restores
 * it.
 *
 * <p>Threads: those of Kafka Streams run the processors, each task by one at a time; {@code
 * streams-engine} begins it all and looks how far the table is read back; workers answer look-ups,
 * from the store, which is thread-safe.
 */
package io.usersummary.streams;
