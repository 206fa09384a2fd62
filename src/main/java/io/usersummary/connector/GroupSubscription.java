package io.usersummary.connector;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jboss.logging.Logger;

/**
 * Reads as a member of a consumer group and commits what was acknowledged: every so often, once
 * nothing more comes, before partitions go to another member, and at the end.
 *
 * <p>An offset says nothing without the topic it belongs to, and a topic can be deleted and made
 * again under its name. So a commit carries the topic's id as its metadata, and an offset that was
 * committed to another topic of the same name is not taken for one of this. An offset without such
 * metadata, as tools commit it, is believed.
 */
final class GroupSubscription implements Subscription, ConsumerRebalanceListener {

    /** Is told what was committed, on the thread that polls. */
    @FunctionalInterface
    interface CommitListener {
        void committed(Map<TopicPartition, OffsetAndMetadata> offsets);
    }

    private static final Logger LOG = Logger.getLogger(GroupSubscription.class);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
    private static final String TOPIC_ID = "topic-id=";

    private final OffsetTracker tracker = new OffsetTracker();
    private final String topic;
    private final long commitIntervalNanos;
    private final Supplier<Optional<Uuid>> topicIds;
    private final CommitListener commits;
    private final Repositioning repositioning;

    /** Partitions whose committed offset was not yet compared with the topic's id. */
    private final Set<TopicPartition> unchecked = new HashSet<>();

    private Uuid topicId;
    private long lastCommit = System.nanoTime();
    private boolean committing;
    private boolean outdated;
    private Consumer<ByteBuffer, ByteBuffer> consumer;

    /**
     * @param topicIds the id of the topic; empty while it is not known
     */
    GroupSubscription(
            String topic,
            Duration commitInterval,
            OffsetReset reset,
            Supplier<Optional<Uuid>> topicIds,
            CommitListener commits,
            ChannelHealth health) {
        this.topic = topic;
        this.commitIntervalNanos = commitInterval.toNanos();
        this.topicIds = topicIds;
        this.commits = commits;
        this.repositioning = new Repositioning(reset, tracker, health);
    }

    @Override
    public void begin(Consumer<ByteBuffer, ByteBuffer> consumer) {
        this.consumer = consumer;
        tracker.dropAll();
        unchecked.clear();
        committing = false;
        outdated = false;
        consumer.subscribe(List.of(topic), this);
    }

    @Override
    public void betweenPolls(Consumer<ByteBuffer, ByteBuffer> consumer, boolean quiet) {
        topicIds.get().ifPresent(this::check);
        if (outdated) {
            return;
        }
        long now = System.nanoTime();
        boolean due = now - lastCommit >= commitIntervalNanos || quiet && tracker.settled();
        if (committing || !due) {
            return;
        }
        lastCommit = now;
        Map<TopicPartition, OffsetAndMetadata> offsets = toCommit();
        if (!offsets.isEmpty()) {
            committing = true;
            commit(offsets);
        }
    }

    @Override
    public boolean needsNewClient() {
        return outdated;
    }

    /** What is thrown here and now is no end of the commits to come. */
    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            consumer.commitAsync(offsets, this::committed);
        } catch (KafkaException e) {
            committed(offsets, e);
            throw e;
        }
    }

    private void check(Uuid id) {
        boolean recreated = topicId != null && !id.equals(topicId);
        topicId = id;
        Set<TopicPartition> former = new HashSet<>();
        if (recreated) {
            former.addAll(consumer.assignment());
        } else if (!unchecked.isEmpty()) {
            consumer.committed(unchecked, REQUEST_TIMEOUT)
                    .forEach(
                            (partition, commit) -> {
                                if (commit != null && isOfAnotherTopic(commit.metadata())) {
                                    former.add(partition);
                                }
                            });
            unchecked.clear();
        }
        if (recreated || !former.isEmpty()) {
            repositioning.recreated(former);
            outdated = true;
            replaceCommits(former);
        }
    }

    /**
     * From a committed offset a client learns a leader epoch, and then waits for its partition to
     * reach it: for ever, if it is one of the former topic. So there must be none, and no client
     * that has learnt it.
     */
    private void replaceCommits(Set<TopicPartition> former) {
        OffsetAndMetadata begin = new OffsetAndMetadata(0, TOPIC_ID + topicId);
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        former.forEach(partition -> commits.put(partition, begin));
        consumer.commitSync(commits, REQUEST_TIMEOUT);
    }

    private boolean isOfAnotherTopic(String metadata) {
        return metadata.startsWith(TOPIC_ID) && !metadata.equals(TOPIC_ID + topicId);
    }

    private Map<TopicPartition, OffsetAndMetadata> toCommit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = tracker.toCommit(TOPIC_ID + topicId);
        offsets.keySet().removeAll(unchecked);
        return offsets;
    }

    /** What failed to be committed now is tried again with what comes next. */
    private void committed(Map<TopicPartition, OffsetAndMetadata> offsets, Exception failure) {
        committing = false;
        if (failure == null) {
            committed(offsets);
        } else {
            LOG.debugf("Offsets not committed yet: %s", failure.getMessage());
        }
    }

    private void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        tracker.committed(offsets);
        commits.committed(offsets);
    }

    @Override
    public void reposition(
            Consumer<ByteBuffer, ByteBuffer> consumer, InvalidOffsetException reason) {
        repositioning.reposition(consumer, reason);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> moved(Consumer<ByteBuffer, ByteBuffer> consumer) {
        return Map.of();
    }

    /** A member of the group; before that, or thrown out of it, polls are empty as well. */
    @Override
    public boolean isEstablished(Consumer<ByteBuffer, ByteBuffer> consumer) {
        return consumer.groupMetadata().generationId() >= 0;
    }

    @Override
    public String wanted() {
        return "not yet a member of its group: the group's coordinator has not taken it in";
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        tracker.assigned(partitions);
        unchecked.addAll(partitions);
        if (!partitions.isEmpty()) {
            LOG.infof("Partitions assigned: %s", partitions);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            LOG.infof("Partitions revoked: %s", partitions);
            commitNow(consumer, REQUEST_TIMEOUT);
            forget(partitions);
        }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        LOG.warnf(
                "Partitions lost: %s. The member was removed from the group (session.timeout.ms or max.poll.interval.ms exceeded)",
                partitions);
        forget(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
        tracker.drop(partitions);
        unchecked.removeAll(partitions);
    }

    private void commitNow(Consumer<ByteBuffer, ByteBuffer> consumer, Duration timeout) {
        Map<TopicPartition, OffsetAndMetadata> offsets = toCommit();
        if (offsets.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(offsets, timeout);
            committed(offsets);
        } catch (KafkaException e) {
            LOG.warnf(
                    "Offsets could not be committed (%s): the events since the last commit will"
                            + " be read again, which changes nothing in the table",
                    e.getMessage());
        }
    }

    @Override
    public OffsetTracker tracker() {
        return tracker;
    }

    @Override
    public void end(Consumer<ByteBuffer, ByteBuffer> consumer, Duration timeout) {
        commitNow(consumer, timeout);
    }
}
