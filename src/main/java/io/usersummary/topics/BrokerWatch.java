package io.usersummary.topics;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.usersummary.connector.ClientFault;
import io.usersummary.rate.LogThrottle;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Tells in the log when the broker goes away in mid-stream or takes a right away, and when it is
 * back: one calm line, repeated every half minute, in the place of what each client would say every
 * second.
 */
@ApplicationScoped
class BrokerWatch {

    private static final Logger LOG = Logger.getLogger(BrokerWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration REPEAT = Duration.ofSeconds(30);

    private final Topics topics;
    private final TopicOffsets offsets;
    private final Rights rights;
    private final String topic;
    private final Thread thread = new Thread(this::watch, "broker-watch");
    private final LogThrottle throttle = new LogThrottle(REPEAT);
    private Optional<String> trouble = Optional.empty();
    private volatile Optional<String> refusal = Optional.empty();

    BrokerWatch(Topics topics, TopicOffsets offsets, Rights rights, TopicsSettings settings) {
        this.topics = topics;
        this.offsets = offsets;
        this.rights = rights;
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

    /** What the broker, which is there, does not let the service do; empty if it lets it. */
    Optional<String> refusal() {
        return refusal;
    }

    private void look() throws InterruptedException {
        Optional<String> refused = Optional.empty();
        boolean away = false;
        try {
            offsets.begins(topic);
            refused = missingRights();
        } catch (AuthenticationException e) {
            refused = Optional.of(ClientFault.describe(e));
        } catch (AuthorizationException e) {
            refused = missingRights();
        } catch (KafkaException e) {
            away = true;
        }
        refusal = refused;
        tell(away ? Optional.of(away()) : refused);
    }

    private Optional<String> missingRights() throws InterruptedException {
        List<Right> missing = rights.missing(offsets.admin());
        return missing.isEmpty() ? Optional.empty() : Optional.of(rights.refusal(missing));
    }

    private String away() {
        return "Kafka at %s does not answer; waiting for it, nothing is lost"
                .formatted(offsets.bootstrapServers());
    }

    private void tell(Optional<String> now) {
        if (now.isPresent() && throttle.allows(!now.equals(trouble))) {
            LOG.warn(now.get());
        } else if (now.isEmpty() && trouble.isPresent()) {
            LOG.infof("Kafka at %s answers again", offsets.bootstrapServers());
        }
        trouble = now;
    }
}
