package io.usersummary.connector;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;

/**
 * Tells which topic bears a name now: one that was deleted and made again has another id. Asks the
 * broker every so often and waits for no answer. For one thread.
 */
final class TopicIds implements Supplier<Optional<Uuid>>, AutoCloseable {

    private final String topic;
    private final Supplier<Admin> admins;
    private final long periodNanos;
    private Admin admin;
    private KafkaFuture<TopicDescription> question;
    private long asked;
    private Optional<Uuid> known = Optional.empty();

    /**
     * @param period how long an answer is good for
     */
    TopicIds(String topic, Supplier<Admin> admins, Duration period) {
        this.topic = topic;
        this.admins = admins;
        this.periodNanos = period.toNanos();
    }

    /** The newest answer; empty before the first. A topic that does not exist leaves the last. */
    @Override
    public Optional<Uuid> get() {
        if (question != null && question.isDone()) {
            known = answer(question).or(() -> known);
            question = null;
        }
        if (question == null && (asked == 0 || System.nanoTime() - asked > periodNanos)) {
            ask();
        }
        return known;
    }

    private static Optional<Uuid> answer(KafkaFuture<TopicDescription> question) {
        try {
            return Optional.of(question.getNow(null).topicId());
        } catch (InterruptedException | ExecutionException e) {
            return Optional.empty();
        }
    }

    private void ask() {
        asked = System.nanoTime();
        try {
            if (admin == null) {
                admin = admins.get();
            }
            question = admin.describeTopics(List.of(topic)).topicNameValues().get(topic);
        } catch (KafkaException e) {
            // No broker to be asked: the consumer says so, and the question is asked again.
        }
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
    }
}
