/**
 * The {@code kafka-batch} connector: an incoming message is a whole poll of Kafka's consumer, an
 * outgoing one a batch of records that are acknowledged together.
 *
 * <p>It is for channels where the number of messages is what costs: next to one message a record it
 * takes several objects and hand-overs a record off the path of the data. It knows nothing of the
 * application that uses it. Where one message a record is good enough, the platform's {@code
 * smallrye-kafka} is the better choice: it converts payloads, has strategies for failures and
 * commits, and traces. Channels of batches can be wired to either, see {@link
 * io.usersummary.connector.RecordBatch}.
 *
 * <h2>What it does not do</h2>
 *
 * <p>No conversion: keys and values come as {@link java.nio.ByteBuffer}s and go as {@code byte[]}.
 * No failure strategy: a message that is not acknowledged ends its channel ({@code nack}), which
 * makes the application not live. No transactions, no patterns, no several topics, no seeking by a
 * message, no tracing.
 *
 * <h2>Incoming</h2>
 *
 * <p>{@code Message<ConsumerRecords<ByteBuffer, ByteBuffer>>}. With {@code group.id} the channel
 * reads as a member of that group; acknowledged polls are committed in the order of reading, every
 * {@code auto.commit.interval.ms}, as soon as all of them are and nothing follows, before
 * partitions are given back, and at the end. {@link
 * io.usersummary.connector.PartialAcknowledgement}, in a message's metadata, acknowledges part of a
 * poll. Without {@code group.id} the channel reads every partition from its beginning and commits
 * nothing: the way to read a table. Only then does a message tell, by {@link
 * org.apache.kafka.clients.consumer.ConsumerRecords#nextOffsets()}, of partitions that hold
 * nothing.
 *
 * <p>Records that were deleted before they were read, by retention or truncation, are told by the
 * CDI event {@link io.usersummary.connector.LostOffsets}, and commits by {@link
 * io.usersummary.connector.CommittedOffsets}. A channel waits for {@link
 * io.usersummary.connector.TopicGate}, if the application has one, before its first client.
 *
 * <h2>Outgoing</h2>
 *
 * <p>{@code Message<? extends RecordBatch>}, asked for without limit: how much may be under way is
 * for the upstream to bound. A record that is not written is sent again, for as long as it takes;
 * one that the topic refuses for what it is, is decided by its batch.
 *
 * <h2>Attributes</h2>
 *
 * <pre>
 * attribute                type      default               meaning
 * -----------------------  --------  --------------------  ------------------------------------------
 * topic                    string    the channel's name    the one topic
 * group.id                 string    none                  incoming: reads as a member of this group;
 *                                                          only the channel itself can say so
 * auto.offset.reset        string    earliest              incoming, in a group: where a group begins
 *                                                          that has no offset; earliest or latest
 * concurrency              int       1                     incoming, in a group: consumers, 1 to 64. The
 *                                                          platform subscribes once for each, to a
 *                                                          channel of its own ({@code events$1}), which
 *                                                          is called {@code events-1} in threads, client
 *                                                          ids and {@code group.instance.id}
 * auto.commit.interval.ms  int, ms   500                   incoming, in a group
 * isolation.level          string    read_committed        incoming
 * session.timeout.ms       int, ms   11000                 incoming, classic group protocol
 * heartbeat.interval.ms    int, ms   1000                  incoming, classic group protocol
 * grace                    duration  5s                    incoming: how long a stop waits for what was
 *                                                          emitted to be acknowledged
 * request.timeout.ms       int, ms   10000                 outgoing
 * delivery.timeout.ms      int, ms   30000                 outgoing; with a margin of 10 s also how
 *                                                          long a producer may say nothing at all
 *                                                          before it is replaced
 * max.block.ms             int, ms   10000                 outgoing
 * health-enabled           boolean   true                  whether the channel has a say in health
 * client-id-prefix         string    none                  put before client.id, which is the channel's
 *                                                          name by default
 * kafka-configuration      string    none                  the identifier of a bean of type
 *                                                          {@code Map<String, Object>} with properties
 * tls-configuration-name   string    none                  a configuration of Quarkus' TLS registry
 * </pre>
 *
 * <p>And every property of Kafka's consumer, or producer, with Kafka's default. What is set in
 * several places is taken from the channel, then the connector ({@code
 * mp.messaging.connector.kafka-batch.*}), then the bean of {@code kafka-configuration}, then {@code
 * kafka.*}. What would weaken the promises of a channel is refused at the start by its key: {@code
 * acks}, {@code enable.idempotence}, {@code enable.auto.commit}, serializers and their like. A name
 * that nobody knows goes through to the client, and is named in one warning.
 *
 * <h2>Threads</h2>
 *
 * <p>{@code <channel>-poll} polls, commits, calls the rebalance listener, and emits small polls.
 * Those of 1,000 records and more are emitted on the thread {@code <channel>}, so that one is taken
 * in while the next is fetched; it is there while there are such. One poll at a time, in their
 * order. {@code <channel>-send} makes records and gives them to the producer. Outgoing messages are
 * acknowledged, and refusals decided, on the producer's own thread ({@code
 * kafka-producer-network-thread}). Acknowledgements may come on any thread.
 *
 * <h2>Health</h2>
 *
 * <p>A channel is healthy; or retrying, since a broker is away or refuses: not ready, with the
 * reason; or failed, by an exception from downstream: not live.
 */
package io.usersummary.connector;
