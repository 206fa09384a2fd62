package io.usersummary.crash;

import io.usersummary.PackagedApp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Which of the two engines keeps the table: a build of its own each. */
enum Engine {
    /** Every instance holds every user, in memory. */
    DEFAULT {
        @Override
        Map<String, String> settings(String name, Supplier<Path> state, Random random) {
            String consumers = Integer.toString(1 + random.nextInt(Instances.MOST));
            Map<String, String> settings = new HashMap<>();
            settings.put("mp.messaging.incoming.events.concurrency", consumers);
            if (random.nextBoolean()) {
                settings.put("summary.batch-size", "500");
                settings.put("summary.batch-timeout", "2s");
            }
            return settings;
        }
    },

    /**
     * On Kafka Streams, {@code -Pstreams}: an instance holds the users of its partitions, on disk.
     */
    STREAMS {
        @Override
        Map<String, String> settings(String name, Supplier<Path> state, Random random) {
            Map<String, String> settings = new HashMap<>();
            settings.put("kafka-streams.client.id", "user-summary-" + name);
            settings.put("kafka-streams.state.dir", state.get().toString());
            settings.put("kafka-streams.num.stream.threads", "" + (1 + random.nextInt(2)));
            settings.put("kafka-streams.num.standby.replicas", "" + random.nextInt(2));
            settings.put("kafka-streams.consumer.session.timeout.ms", "6000");
            settings.put("kafka-streams.consumer.heartbeat.interval.ms", "2000");
            return settings;
        }
    };

    /** A package of the default engine, beside a build of the other. */
    private static final Path PACKAGE_OF_DEFAULT =
            Path.of(System.getProperty("default-engine", ""));

    /**
     * What an instance is started with: small batches or large ones, one consumer or thread or
     * several.
     *
     * @param name what the group calls it by
     * @param state gives a directory that it has to itself, perhaps with what a former one left
     *     there
     */
    abstract Map<String, String> settings(String name, Supplier<Path> state, Random random);

    /** That of this build. */
    static Engine ofThisBuild() {
        return Boolean.getBoolean("streams") ? STREAMS : DEFAULT;
    }

    /** Those that can be started here. */
    static List<Engine> available() {
        return Arrays.stream(values())
                .filter(engine -> Files.exists(engine.directory().resolve("quarkus-run.jar")))
                .toList();
    }

    /** Where its package is; nowhere if it cannot be started here. */
    Path directory() {
        if (this == ofThisBuild()) {
            return PackagedApp.DIRECTORY;
        }
        return this == DEFAULT ? PACKAGE_OF_DEFAULT : Path.of("none");
    }
}
