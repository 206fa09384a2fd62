package io.usersummary.bench.contender;

import io.usersummary.bench.lab.Child;
import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.peer.StreamsPeer;
import java.util.List;
import java.util.Map;

/** Kafka Streams with its default settings. */
record StreamsContender() implements Contender {

    @Override
    public String name() {
        return "streams";
    }

    @Override
    public String description() {
        return "Kafka Streams, in-memory store with cache, at-least-once, commit every 30 s"
                + " (defaults), flushed at once after the last event";
    }

    @Override
    public boolean publishes() {
        return true;
    }

    @Override
    public Child start(Lab lab, String group, long events) {
        List<String> arguments = List.of(lab.bootstrapServers(), group, Long.toString(events));
        return Child.start(
                lab.logs(), group, Child.java(StreamsPeer.class, List.of(), arguments), Map.of());
    }
}
