package io.usersummary.state;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.usersummary.connector.LastWords;
import io.usersummary.topics.ChannelConnectors;
import io.usersummary.topics.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Maintains the table in a thread of its own: has it read back from {@code output_topic} before any
 * event is consumed, and from then on has repaired what the topic's newest records lack. A table
 * that is not in Kafka needs neither.
 */
@ApplicationScoped
class TableLifecycle {

    private static final Logger LOG = Logger.getLogger(TableLifecycle.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final ChannelConnectors connectors;
    private final Topics topics;
    private final Restore restore;
    private final Leftovers leftovers;
    private final Repair repair;
    private volatile Throwable failure;
    private volatile String obstacle;
    private final Thread thread = new Thread(this::keep, "table-lifecycle");

    TableLifecycle(
            ChannelConnectors connectors,
            Topics topics,
            Restore restore,
            Leftovers leftovers,
            Repair repair) {
        this.connectors = connectors;
        this.topics = topics;
        this.restore = restore;
        this.leftovers = leftovers;
        this.repair = repair;
    }

    void start(@Observes StartupEvent event) {
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        thread.interrupt();
    }

    private void keep() {
        try {
            if (!connectors.isTableOnKafka()) {
                restore.letEventsIn();
                return;
            }
            topics.ready().await().indefinitely();
            untilItWorks(restore::readBack);
            untilItWorks(() -> leftovers.join(repair::publishChanged));
            untilItWorks(restore::letEventsIn);
            while (true) {
                untilItWorks(repair::round);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            if (!thread.isInterrupted()) {
                failure = e;
                if (e instanceof OutOfMemoryError) {
                    LastWords.outOfMemory("maintaining the table");
                }
                LOG.error("The table is no longer maintained; the service must be restarted", e);
            }
        }
    }

    /** Why the table is no longer maintained; null while it is. */
    Throwable failure() {
        return failure;
    }

    /** What is in the way of maintaining it just now, or for good; empty if nothing is. */
    Optional<String> obstacle() {
        return Optional.ofNullable(failure == null ? obstacle : failure.toString());
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    /** A broker that is away is waited for; the connector tells of it. */
    private void untilItWorks(Step step) throws InterruptedException {
        while (true) {
            try {
                step.run();
                obstacle = null;
                return;
            } catch (KafkaException e) {
                obstacle = e.getMessage();
                LOG.debugf("Trying again: %s", e.getMessage());
                Thread.sleep(RETRY.toMillis());
            }
        }
    }
}
