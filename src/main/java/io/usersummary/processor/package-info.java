/**
 * The processor: from user events to summaries that are durable. {@link
 * io.usersummary.processor.SummaryProcessor#summarize} shows the way of the data, step by step.
 *
 * <h2>Threads and locks</h2>
 *
 * <pre>
 * thread              runs                                               may hold
 * ------------------  -------------------------------------------------  --------------------------
 * events-poll         polls Kafka; commits; rebalances. For a small      batches, then one of table,
 *                     poll also every step of the chain, to the          acknowledgements, rejected
 *                     hand-over of a message to its sender               summaries or in-flight
 *    |
 *    | a large poll   (one at a time: the next is fetched meanwhile)
 *    v
 * events              the chain for a poll of a backlog                  as events-poll
 *    |
 *    | a message      (a queue of the sender)
 *    v
 * summaries-send,     makes records of a message, gives them to Kafka's  nothing
 * dead-letters-send   producer
 *    |
 *    | records        (the producer's buffer)
 *    v
 * kafka-producer-     tells that records are durable: acknowledges the   acknowledgements (for a
 *  network-thread     batch, then the polls that it completes; asks for  moment; never while it
 *                     the next poll if reading had paused. (A record     acknowledges or asks)
 *                     that the client itself rejects is told on the
 *                     sender's thread; a batch that changed nobody is
 *                     done on the thread that closed it)
 *
 * executor-thread     closes a batch whose time is over, or lets go      as events-poll
 *                     one that waited for the broker, and takes it
 *                     down the chain
 * table-lifecycle     restores the table, then repairs: notes users in   table (for one part of a
 *                     the table, and asks the chain to publish them; a   walk); as events-poll while
 *                     poll that comes meanwhile is taken along           its request goes down
 * published-          fetches output_topic; joins a small poll into      table (for one block)
 *  summaries-poll     the table
 * published-          joins a large poll into it                         table (for one block)
 *  summaries
 * vert.x-eventloop    answers queries of the table                       table (for one look-up, or
 *                                                                        one part of a walk)
 * </pre>
 *
 * <p>With several consumers ({@code mp.messaging.incoming.events.concurrency}) there is a chain for
 * each, a {@link io.usersummary.processor.Lane}, with threads {@code events-1-poll}, {@code
 * events-1} and so on, and a monitor <i>batches</i> of its own. They share the table and what is
 * below it here.
 *
 * <p>With {@code smallrye-kafka} in the place of {@code kafka-batch} the chain runs on an event
 * loop instead of {@code events-poll}, and there is no sender's thread.
 *
 * <p><b>Batches</b> is the monitor of the operator {@link io.usersummary.processor.BoundedBatches}:
 * whoever brings events or closes a batch holds it down the chain, so that batches are grouped and
 * leave in the order in which they were closed. It is asked for again, on a worker, by whoever
 * makes less be under way while a batch waits ({@link io.usersummary.processor.Conflation}). Below
 * it are the monitors of the {@link io.usersummary.summary.SummaryTable}, of {@link
 * io.usersummary.processor.Acknowledgements}, of {@link io.usersummary.processor.RejectedSummaries}
 * and of {@link io.usersummary.processor.InFlightLimit}. Acknowledgements may take in-flight, and
 * rejected summaries may take the table; none of them is held when batches is waited for, so there
 * is no circle. The table calls out to a {@link io.usersummary.summary.SummaryVisitor} only.
 *
 * <h2>When an event is acknowledged</h2>
 *
 * <p>With its poll: when every summary of every batch up to the one that holds the <i>last</i>
 * event of the poll is durable in the output topic, and every dead letter of the poll in the
 * dead-letter topic, and every poll before it is acknowledged. Batches are numbered as they take
 * what is to be published from the table, whichever consumer they are of. So an event that teaches
 * nothing waits for the record that covers it. A summary that the topic rejects holds back the
 * partitions of its user's events, and no others.
 *
 * <p>Its offset is committed by the consumer's next periodic commit after that, at once when all
 * that was read is acknowledged and nothing follows, when the partition is revoked, or at the end;
 * never before it is known which topic bears the name.
 */
package io.usersummary.processor;
