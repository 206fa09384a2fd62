package io.usersummary.topics;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.usersummary.rate.LogThrottle;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Tells in the log when the broker goes away in mid-stream, and when it is back: one calm line,
 * repeated every half minute, in the place of what each client would say every second.
 */
@ApplicationScoped
class BrokerWatch {

    private static final Logger LOG = Logger.getLogger(BrokerWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration REPEAT = Duration.ofSeconds(30);

    private final Topics topics;
    private final TopicOffsets offsets;
    private final String topic;
    private final Thread thread = new Thread(this::watch, "broker-watch");
    private final LogThrottle throttle = new LogThrottle(REPEAT);
    private boolean away;

    BrokerWatch(Topics topics, TopicOffsets offsets, TopicsSettings settings) {
        this.topics = topics;
        this.offsets = offsets;
        this.topic = settings.input();
    }

    void start(@Observes StartupEvent event, Config config) {
        if (ChannelConnectors.isOnKafka(config, "mp.messaging.incoming.events.connector")) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        thread.interrupt();
    }

    private void watch() {
        try {
            topics.ready().await().indefinitely();
            while (true) {
                Thread.sleep(PAUSE.toMillis());
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.debug("No longer watching the broker", e);
        }
    }

    private void look() throws InterruptedException {
        try {
            offsets.begins(topic);
            if (away) {
                away = false;
                LOG.infof("Kafka at %s answers again", offsets.bootstrapServers());
            }
        } catch (KafkaException e) {
            if (throttle.allows(!away)) {
                LOG.warnf(
                        "Kafka at %s does not answer; waiting for it, nothing is lost",
                        offsets.bootstrapServers());
            }
            away = true;
        }
    }
}
