package io.usersummary.streams;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a group has committed: asks the broker every so often, and waits for no answer. For one
 * thread.
 */
final class GroupOffsets {

    private final Admin admin;
    private final String group;
    private final long periodNanos;
    private KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> question;
    private long asked;
    private Map<TopicPartition, OffsetAndMetadata> known = Map.of();

    /**
     * @param period how long an answer is good for
     */
    GroupOffsets(Admin admin, String group, Duration period) {
        this.admin = admin;
        this.group = group;
        this.periodNanos = period.toNanos();
    }

    /** The offset committed by the newest answer; 0 if none is known. */
    long committed(TopicPartition partition) {
        if (question != null && question.isDone()) {
            known = answer();
            question = null;
        }
        if (question == null && (asked == 0 || System.nanoTime() - asked > periodNanos)) {
            asked = System.nanoTime();
            question = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata();
        }
        OffsetAndMetadata at = known.get(partition);
        return at == null ? 0 : at.offset();
    }

    private Map<TopicPartition, OffsetAndMetadata> answer() {
        try {
            return question.getNow(known);
        } catch (InterruptedException | ExecutionException e) {
            return known;
        }
    }
}
