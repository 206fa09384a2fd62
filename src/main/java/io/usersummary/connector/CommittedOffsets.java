package io.usersummary.connector;

import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A CDI event: a channel's group has committed these offsets. Fired on the thread that polls.
 *
 * @param channel the channel that reads them
 */
public record CommittedOffsets(String channel, Map<TopicPartition, OffsetAndMetadata> offsets) {}
