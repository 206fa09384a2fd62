package io.usersummary.bench.contender;

import io.usersummary.bench.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All contenders of a throughput race. */
public final class Contenders {

    /**
     * The contender that all others are compared with: it has the consumer settings of the tuned
     * service.
     */
    public static final String NAMED_PEER = "parse-tuned";

    /** The bound of all that read: it does nothing with what it polls. */
    public static final String FLOOR = "poll-tuned";

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

    private static final String KAFKA_STREAMS = "kafka-streams.";

    /** The second engine, on input that is keyed by userId. */
    public static final Service ON_STREAMS =
            new Service(
                    "service-on-streams",
                    "this service on Kafka Streams, keyed by userId, with the settings of"
                            + " streams-tuned",
                    Map.of("streams.keyed-by-user", "true"),
                    Settings.streamsEngine());

    /** What the application itself sets for its {@code events}, so that nobody has less. */
    private static final List<String> AS_THE_SERVICE =
            List.of(
                    "max.poll.records=5000",
                    "receive.buffer.bytes=-1",
                    "max.partition.fetch.bytes=4194304");

    /** Reads and does nothing. */
    public static final PlainPeer POLLING_PEER =
            new PlainPeer("poll", "poll", List.of(), "Java consumer that only polls");

    /** Keeps the table and tells nobody. */
    public static final PlainPeer PARSING_PEER =
            new PlainPeer(
                    "parse",
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

    /** How the names end of those whose JVM takes little new memory. */
    public static final String FRUGAL = "-frugal";

    private static final String ON_FRUGAL =
            "on a JVM with a small young generation, as in the image";

    private static final List<String> FRUGAL_JVM =
            List.of(
                    Overrides.in(Overrides.DEFAULTS)
                            .get("quarkus.jib.environment-variables.JDK_JAVA_OPTIONS")
                            .split(" "));

    /** The packaged application as it comes, on the JVM of its image. */
    public static final Service FRUGAL_SERVICE = SERVICE.with(FRUGAL, ON_FRUGAL, FRUGAL_JVM);

    private static final String INCOMING = "mp.messaging.incoming.";
    private static final String OUTGOING = "mp.messaging.outgoing.";

    private Contenders() {}

    public static List<Contender> all() {
        List<String> consumer = tuned(INCOMING + "events.", "");
        List<String> both = new ArrayList<>(consumer);
        both.addAll(tuned(OUTGOING + "summaries.", "producer."));
        List<Contender> all = new ArrayList<>();
        all.add(POLLING_PEER);
        PlainPeer floor =
                new PlainPeer(
                        FLOOR,
                        "poll",
                        consumer,
                        "poll with the consumer settings of service-tuned");
        all.add(floor);
        all.add(PARSING_PEER);
        PlainPeer named =
                new PlainPeer(
                        NAMED_PEER,
                        "parse",
                        consumer,
                        "parse with the consumer settings of service-tuned");
        all.add(named);
        all.add(PUBLISHING_PEER);
        all.add(
                new PlainPeer(
                        "parse-publish-tuned",
                        "publish",
                        both,
                        "parse-publish with the consumer's and producer's settings of"
                                + " service-tuned"));
        all.add(
                new StreamsContender(
                        "streams",
                        "Kafka Streams, in-memory store with cache, at-least-once, commit every"
                                + " 30 s (defaults), flushed at once after the last event",
                        "memory",
                        List.of()));
        all.add(
                new StreamsContender(
                        "streams-tuned",
                        "the same with the clients' settings of service-tuned, a cache of 256 MB"
                                + " and a thread for each of two cores",
                        "memory",
                        tunedStreams("")));
        all.add(
                new StreamsContender(
                        "streams-disk-tuned",
                        "the same on RocksDB, with a commit every 200 ms as service-on-streams has"
                                + " it",
                        "disk",
                        tunedStreams("", "commit.interval.ms=200")));
        all.add(ON_STREAMS.set(settings(tunedStreams(KAFKA_STREAMS))));
        all.add(new PythonLoop());
        all.add(SERVICE);
        all.add(TUNED);
        all.add(SERVICE.compiled());
        all.add(TUNED.compiled());
        all.add(POLLING_PEER.with(FRUGAL, ON_FRUGAL, FRUGAL_JVM));
        all.add(floor.with(FRUGAL, ON_FRUGAL, FRUGAL_JVM));
        all.add(named.with(FRUGAL, ON_FRUGAL, FRUGAL_JVM));
        all.add(FRUGAL_SERVICE);
        all.add(TUNED.with(FRUGAL, ON_FRUGAL, FRUGAL_JVM));
        return all;
    }

    /**
     * Who reads {@code output_topic} to its end: all with settings as they come, some on a JVM that
     * takes little new memory.
     */
    public static List<Contender> readingBack() {
        return List.of(
                POLLING_PEER,
                PARSING_PEER,
                SERVICE,
                SERVICE.compiled(),
                SERVICE.compiled().with("-roomy", "started with -Xmn256m", List.of("-Xmn256m")),
                POLLING_PEER.with(FRUGAL, ON_FRUGAL, FRUGAL_JVM),
                FRUGAL_SERVICE);
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

    private static List<String> tunedStreams(String prefix, String... more) {
        List<String> settings = new ArrayList<>();
        settings.addAll(tuned(INCOMING + "events.", prefix + "consumer."));
        settings.addAll(tuned(OUTGOING + "summaries.", prefix + "producer."));
        settings.add(prefix + "statestore.cache.max.bytes=" + (256 << 20));
        settings.add(prefix + "num.stream.threads=2");
        settings.addAll(List.of(more));
        return settings;
    }

    private static Map<String, String> settings(List<String> keysAndValues) {
        Map<String, String> settings = new TreeMap<>();
        keysAndValues.forEach(
                setting -> {
                    String[] keyAndValue = setting.split("=", 2);
                    settings.put(keyAndValue[0], keyAndValue[1]);
                });
        return settings;
    }

    /** The tuned service's settings of one channel's client, as {@code key=value}. */
    private static List<String> tuned(String channel, String prefix) {
        Stream<String> named =
                TUNED.settings().entrySet().stream()
                        .filter(setting -> setting.getKey().startsWith(channel))
                        .filter(setting -> !setting.getKey().endsWith("auto.commit.interval.ms"))
                        .map(
                                setting ->
                                        setting.getKey().substring(channel.length())
                                                + "="
                                                + setting.getValue());
        Stream<String> own = channel.startsWith(INCOMING) ? AS_THE_SERVICE.stream() : Stream.of();
        return Stream.concat(own, named).map(setting -> prefix + setting).toList();
    }
}
