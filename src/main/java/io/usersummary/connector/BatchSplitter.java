package io.usersummary.connector;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Splits messages that are {@link RecordBatch batches} into one message a record. A batch's message
 * is acknowledged when each of its records is; a record that is not written is sent again until it
 * is, or until its batch sees to it, exactly as {@link BatchSink} does.
 */
final class BatchSplitter {

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final String topic;
    private final ChannelHealth health;
    private final UnicastProcessor<Message<?>> queue = UnicastProcessor.create();
    private final Flow.Processor<Message<?>, Message<?>> again = queue.serialized();

    BatchSplitter(String topic, ChannelHealth health) {
        this.topic = topic;
        this.health = health;
    }

    /** Records that are sent again come between the others. */
    Multi<Message<?>> split(Multi<? extends Message<?>> messages) {
        Multi<Message<?>> first = messages.onItem().transformToIterable(this::apart);
        return Multi.createBy().merging().streams(first, queue);
    }

    private List<Message<?>> apart(Message<?> message) {
        if (!(message.getPayload() instanceof RecordBatch batch)) {
            return List.of(message);
        }
        if (batch.size() == 0) {
            message.ack();
            return List.of();
        }
        Delivery delivery = new Delivery(message, batch);
        List<Message<?>> single = new ArrayList<>(batch.size());
        batch.records(topic, record -> single.add(delivery.message(record)));
        return single;
    }

    /** A batch on its way, record by record. */
    private final class Delivery {

        private final Message<?> message;
        private final RecordBatch batch;
        private final AtomicInteger missing;

        Delivery(Message<?> message, RecordBatch batch) {
            this.message = message;
            this.batch = batch;
            this.missing = new AtomicInteger(batch.size());
        }

        Message<ProducerRecord<byte[], byte[]>> message(ProducerRecord<byte[], byte[]> record) {
            return Message.of(record, this::arrived, failure -> failed(record, failure));
        }

        private CompletionStage<Void> arrived() {
            if (missing.decrementAndGet() == 0) {
                health.healthy();
                message.ack();
            }
            return CompletableFuture.completedFuture(null);
        }

        private CompletionStage<Void> failed(
                ProducerRecord<byte[], byte[]> record, Throwable failure) {
            ProducerRecord<byte[], byte[]> instead =
                    failure instanceof Exception refusal && BatchSink.isRefusal(refusal)
                            ? batch.refused(record, refusal)
                            : record;
            if (instead == null) {
                return arrived();
            }
            if (instead == record) {
                health.retrying(failure);
                Infrastructure.getDefaultWorkerPool()
                        .schedule(() -> send(record), RETRY.toMillis(), TimeUnit.MILLISECONDS);
            } else {
                send(instead);
            }
            return CompletableFuture.completedFuture(null);
        }

        private void send(ProducerRecord<byte[], byte[]> record) {
            again.onNext(message(record));
        }
    }
}
