package io.usersummary.crash;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** The consumer group in which the instances share the input. Not thread-safe. */
final class Group {

    private static final String NAME = "user-summary";

    private final Kafka kafka;

    Group(Kafka kafka) {
        this.kafka = kafka;
    }

    /** Where it stands in the input; 0 where it never committed. */
    Map<Integer, Long> committed() {
        Map<Integer, Long> committed = new HashMap<>();
        kafka.ends(Kafka.INPUT).keySet().forEach(partition -> committed.put(partition, 0L));
        kafka.ask(admin -> admin.listConsumerGroupOffsets(NAME).partitionsToOffsetAndMetadata())
                .forEach(
                        (partition, o) -> {
                            if (partition.topic().equals(Kafka.INPUT)) {
                                committed.put(partition.partition(), o.offset());
                            }
                        });
        return committed;
    }

    /** Whether all input is read and acknowledged. */
    boolean allCommitted() {
        return behind().isEmpty();
    }

    /**
     * The partitions that are not read to their end; of one without records there is no need to.
     */
    Map<Integer, String> behind() {
        Map<Integer, Long> committed = committed();
        Map<Integer, String> behind = new HashMap<>();
        kafka.ends(Kafka.INPUT)
                .forEach(
                        (partition, end) -> {
                            long offset = committed.get(partition);
                            if (end > 0 && offset != end) {
                                behind.put(partition, offset + " of " + end);
                            }
                        });
        return behind;
    }

    /** Has it read a part of the input again; nobody may be in it. */
    void rewind(Map<Integer, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> to =
                offsets.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        e -> new TopicPartition(Kafka.INPUT, e.getKey()),
                                        e -> new OffsetAndMetadata(e.getValue())));
        kafka.ask(admin -> admin.alterConsumerGroupOffsets(NAME, to).all());
    }

    /** The client ids of its members; none while there is no such group yet. */
    Set<String> members() {
        return describeMembers().stream()
                .map(MemberDescription::clientId)
                .collect(Collectors.toSet());
    }

    /** Whether an instance, or one of its consumers, is in it. */
    boolean has(Instance instance) {
        return members().stream()
                .anyMatch(
                        member ->
                                member.equals(instance.member())
                                        || member.startsWith(instance.member() + "-"));
    }

    /** Which partitions of the input each member has, by the member's client id. */
    Map<String, Set<Integer>> assignments() {
        return describeMembers().stream()
                .collect(
                        Collectors.toMap(
                                MemberDescription::clientId,
                                member ->
                                        member.assignment().topicPartitions().stream()
                                                .map(TopicPartition::partition)
                                                .collect(Collectors.toSet())));
    }

    /** What it calls its members: another name each time that one joins anew. */
    Set<String> sessions() {
        return describeMembers().stream()
                .map(MemberDescription::consumerId)
                .collect(Collectors.toSet());
    }

    private Collection<MemberDescription> describeMembers() {
        try {
            return kafka.ask(
                            admin ->
                                    admin.describeConsumerGroups(List.of(NAME))
                                            .describedGroups()
                                            .get(NAME))
                    .members();
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Set.of();
            }
            throw e;
        }
    }

    /** The protocol that its members speak. */
    GroupType protocol() {
        return kafka.ask(
                        admin ->
                                admin.describeConsumerGroups(List.of(NAME))
                                        .describedGroups()
                                        .get(NAME))
                .type();
    }
}
