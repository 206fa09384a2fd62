package io.usersummary.bench.contender;

import io.usersummary.bench.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All contenders of a throughput race. */
public final class Contenders {

    /** The contender that all others are compared with. */
    public static final String NAMED_PEER = "parse";

    /** The packaged application as it comes. */
    public static final Service SERVICE =
            new Service(
                    "service",
                    "the packaged application with its default settings, batches of nine",
                    Map.of());

    /** The packaged application with settings for throughput. */
    public static final Service TUNED =
            new Service(
                    "service-tuned",
                    "the packaged application with the settings of "
                            + Overrides.TUNED.toString().replace('\\', '/'),
                    Overrides.tuned());

    /** Reads and does nothing. */
    public static final PlainPeer POLLING_PEER =
            new PlainPeer("poll", "poll", List.of(), "Java consumer that only polls");

    /** Keeps the table and tells nobody. */
    public static final PlainPeer PARSING_PEER =
            new PlainPeer(
                    NAMED_PEER,
                    "parse",
                    List.of(),
                    "Java consumer, Jackson streaming parse, HashMap; publishes nothing");

    /** Keeps the table and publishes it. */
    public static final PlainPeer PUBLISHING_PEER =
            new PlainPeer(
                    "parse-publish",
                    "publish",
                    List.of(),
                    "parse, and publishes changed users after each poll with acks=all");

    private static final String CONSUMER_PREFIX = "mp.messaging.incoming.events.";

    private Contenders() {}

    public static List<Contender> all() {
        List<Contender> all = new ArrayList<>();
        all.add(POLLING_PEER);
        all.add(PARSING_PEER);
        all.add(
                new PlainPeer(
                        "parse-tuned",
                        "parse",
                        tunedConsumer(),
                        "the same with the consumer settings of service-tuned"));
        all.add(PUBLISHING_PEER);
        all.add(new StreamsContender());
        all.add(new PythonLoop());
        all.add(SERVICE);
        all.add(TUNED);
        Settings.before()
                .ifPresent(
                        earlier -> {
                            all.add(SERVICE.before(earlier));
                            all.add(TUNED.before(earlier));
                        });
        return all;
    }

    private static List<String> tunedConsumer() {
        return TUNED.settings().entrySet().stream()
                .filter(setting -> setting.getKey().startsWith(CONSUMER_PREFIX))
                .map(
                        setting ->
                                setting.getKey().substring(CONSUMER_PREFIX.length())
                                        + "="
                                        + setting.getValue())
                .toList();
    }
}
