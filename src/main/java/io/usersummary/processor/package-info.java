/**
 * The processor: from user events to summaries that are durable. {@link
 * io.usersummary.processor.SummaryProcessor#summarize} shows the way of the data, step by step.
 *
 * <h2>Threads and locks</h2>
 *
 * <pre>
 * thread              runs                                               may hold
 * ------------------  -------------------------------------------------  --------------------------
 * events-poll         polls Kafka; every step of the chain, from a poll  batches, then table
 *                     to the hand-over of a message to its sender        (for one block of events)
 *    |
 *    | a message      (a queue of the sender)
 *    v
 * summaries-send      makes records of a message, gives them to Kafka's  nothing
 *    |                producer
 *    | records        (the producer's buffer)
 *    v
 * kafka-producer-     tells that records are durable: acknowledges the   acknowledgements (for a
 *  network-thread     batch, then the polls that it completes; asks for  moment; never while it
 *                     the next poll if reading had paused                acknowledges or asks)
 *
 * executor-thread     closes a batch whose time is over, and takes it    batches, then table
 *                     down the chain
 * published-          fetches output_topic                               nothing
 *  summaries-poll
 * published-          joins it into the table                            table (for one block)
 *  summaries
 * table-lifecycle     reads back, then repairs: notes users in the       table (for one part of a
 *                     table, and asks the chain to publish them          walk); batches while its
 *                                                                        request goes down the chain
 * vert.x-eventloop    answers questions about the table                  table (for one look-up, or
 *                                                                        one part of a walk)
 * </pre>
 *
 * <p>There are three locks. <b>Batches</b> is the monitor of the operator {@link
 * io.usersummary.processor.BoundedBatches}: whoever brings events or closes a batch holds it down
 * the chain, so that batches are grouped and leave in the order in which they were closed.
 * <b>Table</b> is the monitor of the {@link io.usersummary.summary.SummaryTable}, which nothing
 * calls out of. <b>Acknowledgements</b> is the monitor of {@link
 * io.usersummary.processor.Acknowledgements}. The only one that is ever waited for with another one
 * held is table or acknowledgements, with batches held; so there is no circle.
 *
 * <h2>When an event is acknowledged</h2>
 *
 * <p>When every summary of the batch that holds it, and of every batch before that one, is durable
 * in the output topic, and every dead letter of its poll, and of every poll before that one, in the
 * dead-letter topic. Its offset is committed by the consumer's next periodic commit after that.
 */
package io.usersummary.processor;
