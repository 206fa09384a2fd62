package io.usersummary.connector;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;

/**
 * Tells which topic bears a name now: one that was deleted and made again has another id. Asks the
 * broker every so often and waits for no answer. For one thread.
 */
final class TopicIds implements Supplier<Optional<Uuid>>, AutoCloseable {

    private final String topic;
    private final Supplier<Admin> admins;
    private final RecurringQuestion<TopicDescription> description;
    private Admin admin;

    /**
     * @param period how long an answer is good for
     */
    TopicIds(String topic, Supplier<Admin> admins, Duration period) {
        this.topic = topic;
        this.admins = admins;
        this.description = new RecurringQuestion<>(this::ask, period, null);
    }

    /** The newest answer; empty before the first. A topic that does not exist leaves the last. */
    @Override
    public Optional<Uuid> get() {
        return Optional.ofNullable(description.answer()).map(TopicDescription::topicId);
    }

    private KafkaFuture<TopicDescription> ask() {
        if (admin == null) {
            admin = admins.get();
        }
        return admin.describeTopics(List.of(topic)).topicNameValues().get(topic);
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
    }
}
