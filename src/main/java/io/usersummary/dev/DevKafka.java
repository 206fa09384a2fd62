package io.usersummary.dev;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import io.usersummary.topics.TopicPlan;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.nio.file.Path;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Sees to it that there is a broker in dev mode: the one that {@code kafka.bootstrap.servers}
 * names, else an embedded one whose address it puts there. That broker outlives live reloads, with
 * its data, and ends with the JVM.
 */
@Singleton
@IfBuildProfile("dev")
class DevKafka {
    private static final Logger LOG = Logger.getLogger(DevKafka.class);
    private static final String ADDRESS = "kafka.bootstrap.servers";

    /** Where the embedded broker is; JVM-wide, because statics are lost at a live reload. */
    private static final String EMBEDDED = "user-summary.embedded-kafka";

    private final SmallRyeConfig config;
    private final TopicPlan plan;
    private final Map<String, Object> clientDefaults;
    int usualPort = 9092;

    DevKafka(
            SmallRyeConfig config,
            TopicPlan plan,
            @Identifier("default-kafka-broker") Map<String, Object> clientDefaults) {
        this.config = config;
        this.plan = plan;
        this.clientDefaults = clientDefaults;
    }

    /** Runs ahead of the messaging layer, which connects at its own start. */
    void provide(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        if (plan.topics().isEmpty()) {
            return;
        }
        String embedded = System.getProperty(EMBEDDED);
        ConfigValue given = config.getConfigValue(ADDRESS);
        if (given.getValue() != null && !given.getValue().equals(embedded)) {
            LOG.infof(
                    "Kafka: broker at %s (%s set in %s)",
                    given.getValue(), ADDRESS, given.getConfigSourceName());
            return;
        }
        if (embedded == null) {
            embedded = startEmbedded();
            System.setProperty(EMBEDDED, embedded);
        } else {
            LOG.infof("Kafka: still the embedded broker at %s, with its data", embedded);
        }
        System.setProperty(ADDRESS, embedded);
        clientDefaults.put("bootstrap.servers", embedded);
    }

    private String startEmbedded() {
        boolean usual = Ports.isFree(usualPort);
        Path directory =
                Path.of("target", "kafka", usual ? "dev" : "dev-" + ProcessHandle.current().pid());
        EmbeddedKafka kafka =
                new EmbeddedKafka(EmbeddedKafka.Options.of(usual ? usualPort : 0, directory));
        kafka.deleteData();
        kafka.start();
        kafka.stopAtExit();
        LOG.infof(
                "Kafka: embedded broker at %s (no %s set, no broker from Dev Services%s);"
                        + " data under %s",
                kafka.bootstrapServers(),
                ADDRESS,
                usual ? "" : ", port " + usualPort + " in use by another process",
                directory);
        return kafka.bootstrapServers();
    }
}
