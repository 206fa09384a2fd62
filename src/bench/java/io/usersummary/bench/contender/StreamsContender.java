package io.usersummary.bench.contender;

import io.usersummary.bench.lab.Child;
import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.peer.StreamsPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Kafka Streams.
 *
 * @param store {@code memory} or {@code disk}
 * @param settings as {@code key=value}, what differs from its defaults
 */
record StreamsContender(String name, String description, String store, List<String> settings)
        implements Contender {

    @Override
    public boolean publishes() {
        return true;
    }

    @Override
    public Child start(Lab lab, String group, long events) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(lab.bootstrapServers(), group, Long.toString(events), store));
        arguments.add("state.dir=" + Service.state(lab, group, 0));
        arguments.addAll(settings);
        return Child.start(
                lab.logs(), group, Child.java(StreamsPeer.class, List.of(), arguments), Map.of());
    }
}
