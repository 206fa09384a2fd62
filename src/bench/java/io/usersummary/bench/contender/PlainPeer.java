package io.usersummary.bench.contender;

import io.usersummary.bench.lab.Child;
import io.usersummary.bench.lab.Cluster;
import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.peer.PlainConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A plain Java consumer.
 *
 * @param work what it does with the records: {@code poll}, {@code parse} or {@code publish}
 * @param settings consumer settings as {@code key=value} that differ from the client's defaults
 * @param options for the JVM
 */
public record PlainPeer(
        String name, String work, List<String> settings, String description, List<String> options)
        implements Contender {

    /** With its JVM as it comes. */
    public PlainPeer(String name, String work, List<String> settings, String description) {
        this(name, work, settings, description, List.of());
    }

    /** The same with options for the JVM, under another name. */
    PlainPeer with(String more, String what, List<String> options) {
        return new PlainPeer(name + more, work, settings, description + ", " + what, options);
    }

    @Override
    public boolean publishes() {
        return work.equals("publish");
    }

    @Override
    public Child start(Lab lab, String group, long events) {
        return start(lab, Cluster.INPUT, group, events);
    }

    /** Starts it on another topic than the input topic. */
    public Child start(Lab lab, String topic, String group, long events) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(lab.bootstrapServers(), topic, group, Long.toString(events), work));
        arguments.addAll(settings);
        return Child.start(
                lab.logs(), group, Child.java(PlainConsumer.class, options, arguments), Map.of());
    }
}
