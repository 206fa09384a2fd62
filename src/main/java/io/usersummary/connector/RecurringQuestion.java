package io.usersummary.connector;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/**
 * Asks the broker the same every so often, and waits for no answer. For one thread.
 *
 * @param <T> what it answers
 */
public final class RecurringQuestion<T> {

    private final Supplier<KafkaFuture<T>> question;
    private final long periodNanos;
    private KafkaFuture<T> asked;
    private long askedAt;
    private boolean begun;
    private T known;

    /**
     * @param question asks; may throw a {@link KafkaException} if there is no broker to be asked
     * @param period how long an answer is good for
     * @param unknown what is answered before the first answer
     */
    public RecurringQuestion(Supplier<KafkaFuture<T>> question, Duration period, T unknown) {
        this.question = question;
        this.periodNanos = period.toNanos();
        this.known = unknown;
    }

    /** The newest answer; a question that failed leaves the last. */
    public T answer() {
        if (asked != null && asked.isDone()) {
            known = answered();
            asked = null;
        }
        if (asked == null && (!begun || System.nanoTime() - askedAt > periodNanos)) {
            ask();
        }
        return known;
    }

    private T answered() {
        try {
            return asked.getNow(known);
        } catch (InterruptedException | ExecutionException e) {
            return known;
        }
    }

    private void ask() {
        begun = true;
        askedAt = System.nanoTime();
        try {
            asked = question.get();
        } catch (KafkaException e) {
            // No broker to be asked: the consumer says so, and the question is asked again.
        }
    }
}
