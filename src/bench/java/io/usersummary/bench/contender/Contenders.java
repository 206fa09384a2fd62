package io.usersummary.bench.contender;

import io.usersummary.bench.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
                    Overrides.in(Overrides.TUNED));

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

    private static final String INCOMING = "mp.messaging.incoming.";
    private static final String OUTGOING = "mp.messaging.outgoing.";
    private static final String CONSUMER_PREFIX = INCOMING + "events.";

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
        return all;
    }

    /** A service on the standard connector: on both sides, with its events, with its summaries. */
    public static List<Service> onStandardConnector(Service service) {
        return List.of(
                service.with("-standard", "on smallrye-kafka", standard("")),
                service.with("-standard-in", "events on smallrye-kafka", standard(INCOMING)),
                service.with(
                        "-standard-out",
                        "summaries and dead letters on smallrye-kafka",
                        standard(OUTGOING)));
    }

    /** The same service of an earlier build, if there is one. */
    public static List<Service> earlier(Service service) {
        return Settings.before().map(service::before).stream().toList();
    }

    private static Map<String, String> standard(String prefix) {
        Map<String, String> settings = new TreeMap<>(Overrides.in(Overrides.STANDARD));
        settings.keySet().removeIf(key -> !key.startsWith(prefix));
        return settings;
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
