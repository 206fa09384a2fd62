package io.usersummary.web;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Asks the broker how far the consumer group has come. Nothing is asked, and no connection made,
 * until somebody wants to know; then at most once a second.
 */
@ApplicationScoped
class BrokerProbe {

    /** Whether a broker answered, and the lag a partition as far as it told. */
    record Reading(boolean reachable, Map<Integer, Long> lag) {}

    private static final Logger LOG = Logger.getLogger(BrokerProbe.class);
    private static final int TIMEOUT_MS = 2_000;

    private final Wiring wiring;
    private final Uni<Reading> reading;
    private Admin admin;

    BrokerProbe(Wiring wiring) {
        this.wiring = wiring;
        this.reading =
                Uni.createFrom()
                        .completionStage(this::ask)
                        .onFailure()
                        .recoverWithItem(BrokerProbe::unanswered)
                        .memoize()
                        .forFixedDuration(Duration.ofSeconds(1));
    }

    /** Never fails; answers within about two seconds even when no broker does. */
    Uni<Reading> read() {
        return reading;
    }

    private CompletionStage<Reading> ask() {
        if (!wiring.brokerIsKnown()) {
            return CompletableFuture.completedStage(new Reading(false, Map.of()));
        }
        Admin admin = admin();
        return admin.describeTopics(List.of(wiring.topics().input()))
                .allTopicNames()
                .toCompletionStage()
                .thenCompose(topics -> lag(admin, topics.get(wiring.topics().input())))
                .thenApply(lag -> new Reading(true, lag));
    }

    private CompletionStage<Map<Integer, Long>> lag(Admin admin, TopicDescription topic) {
        var committed =
                admin.listConsumerGroupOffsets(wiring.group())
                        .partitionsToOffsetAndMetadata()
                        .toCompletionStage();
        var first = offsets(admin, topic, OffsetSpec.earliest());
        var end = offsets(admin, topic, OffsetSpec.latest());
        return committed.thenCombine(
                first.thenCombine(end, (f, e) -> Map.of("first", f, "end", e)),
                (c, o) -> lag(c, o.get("first"), o.get("end")));
    }

    private static Map<Integer, Long> lag(
            Map<TopicPartition, OffsetAndMetadata> committed,
            Map<TopicPartition, ListOffsetsResultInfo> first,
            Map<TopicPartition, ListOffsetsResultInfo> end) {
        Map<Integer, Long> lag = new TreeMap<>();
        end.forEach(
                (partition, last) -> {
                    OffsetAndMetadata done = committed.get(partition);
                    long from = first.get(partition).offset();
                    long reached = done == null ? from : Math.max(from, done.offset());
                    lag.put(partition.partition(), Math.max(0, last.offset() - reached));
                });
        return lag;
    }

    private static CompletionStage<Map<TopicPartition, ListOffsetsResultInfo>> offsets(
            Admin admin, TopicDescription topic, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> wanted =
                topic.partitions().stream()
                        .map(p -> new TopicPartition(topic.name(), p.partition()))
                        .collect(Collectors.toMap(Function.identity(), p -> which));
        return admin.listOffsets(wanted).all().toCompletionStage();
    }

    /** A refusal, say of a missing right, comes from a broker that is there. */
    private static Reading unanswered(Throwable e) {
        LOG.debug("The broker did not tell the lag", e);
        boolean away = false;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            away |= cause instanceof TimeoutException || cause instanceof DisconnectException;
        }
        return new Reading(!away, Map.of());
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin =
                    Admin.create(
                            wiring.admin(
                                    Map.of(
                                            "client.id", "user-summary-dashboard-probe",
                                            "request.timeout.ms", TIMEOUT_MS,
                                            "default.api.timeout.ms", TIMEOUT_MS)));
        }
        return admin;
    }

    @PreDestroy
    synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
