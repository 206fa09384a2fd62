package io.usersummary.state;

import io.smallrye.reactive.messaging.ChannelRegistry;
import io.smallrye.reactive.messaging.PausableChannel;
import io.usersummary.summary.SummaryTable;
import io.usersummary.topics.ChannelConnectors;
import io.usersummary.topics.TopicOffsets;
import io.usersummary.topics.TopicsSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Has the table read back from {@code output_topic}, up to where the topic ended when it was asked,
 * and then lets the events in.
 */
@ApplicationScoped
public class Restore {

    private static final Logger LOG = Logger.getLogger(Restore.class);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int LOOKS_PER_REPORT = 30;
    private static final long RESUME_MILLIS = 10;

    private final TopicOffsets offsets;
    private final PublishedSummaries published;
    private final SummaryTable table;
    private final ChannelRegistry channels;
    private final String topic;
    private final ChannelConnectors connectors;
    private volatile Map<TopicPartition, Long> begins;
    private volatile Map<TopicPartition, Long> ends;
    private volatile boolean done;

    Restore(
            TopicOffsets offsets,
            PublishedSummaries published,
            SummaryTable table,
            ChannelRegistry channels,
            TopicsSettings topics,
            ChannelConnectors connectors) {
        this.offsets = offsets;
        this.published = published;
        this.table = table;
        this.channels = channels;
        this.topic = topics.output();
        this.connectors = connectors;
    }

    /** Returns when the table is read back. */
    void readBack() throws InterruptedException {
        long start = System.nanoTime();
        begins = offsets.begins(topic);
        ends = offsets.ends(topic);
        Forecast forecast = new Forecast();
        for (int looks = 1; !published.awaitReached(ends, LOOK); looks++) {
            table.expectUsers(forecast.users(table.users(), read(), toRead()));
            if (looks % LOOKS_PER_REPORT == 0) {
                LOG.infof("Reading the table back from %s: %s", topic, progress());
                ends = offsets.noFurther(topic, ends);
            }
        }
        table.expectUsers(0);
        table.trim();
        LOG.infof(
                "Read the table back from %s: %,d users, %,d records, %.1f s",
                topic, table.users(), toRead(), (System.nanoTime() - start) / 1e9);
    }

    /** Nothing is missing in the table; returns when events are being let in. */
    void letEventsIn() throws InterruptedException {
        for (String name : connectors.eventsChannels()) {
            resume(name);
        }
        done = true;
    }

    /** Resuming has no effect before the channel is subscribed to, which may be just now. */
    private void resume(String name) throws InterruptedException {
        PausableChannel channel = channels.getPausable(name);
        while (channel != null && channel.isPaused()) {
            channel.resume();
            if (channel.isPaused()) {
                Thread.sleep(RESUME_MILLIS);
            }
        }
    }

    /** Whether the table is read back. */
    public boolean isDone() {
        return done;
    }

    /** How many records there are to read, counted by offsets; 0 while that is not known. */
    public long toRead() {
        Map<TopicPartition, Long> from = begins;
        Map<TopicPartition, Long> to = ends;
        if (from == null || to == null) {
            return 0;
        }
        return to.entrySet().stream()
                .mapToLong(end -> end.getValue() - from.getOrDefault(end.getKey(), 0L))
                .sum();
    }

    /** How many of them have been read. */
    public long read() {
        Map<TopicPartition, Long> from = begins;
        Map<TopicPartition, Long> to = ends;
        if (from == null || to == null) {
            return 0;
        }
        Map<TopicPartition, Long> positions = published.positions();
        return to.entrySet().stream()
                .mapToLong(
                        end -> {
                            long begin = from.getOrDefault(end.getKey(), 0L);
                            long position = positions.getOrDefault(end.getKey(), begin);
                            return Math.max(0, Math.min(position, end.getValue()) - begin);
                        })
                .sum();
    }

    /** The progress in words. */
    String progress() {
        return ends == null
                ? "waiting to be told how long it is"
                : String.format("%,d of %,d records", read(), toRead());
    }
}
