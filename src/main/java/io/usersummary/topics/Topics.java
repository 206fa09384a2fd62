package io.usersummary.topics;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.usersummary.connector.ClientFault;
import io.usersummary.connector.ClientSettings;
import io.usersummary.connector.TopicGate;
import io.usersummary.rate.LogThrottle;
import io.usersummary.topics.TopicCreator.TopicCreationException;
import io.usersummary.topics.TopicCreator.UnreachableException;
import io.usersummary.topics.TopicCreator.UnusableException;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Creates missing topics in the background as soon as a broker is reachable. A broker that is away
 * is waited for as long as it takes, and so is one that refuses: for want of a right, or of brokers
 * for as many replicas, or by its policy. It goes on by itself once somebody has created the topics
 * or mended that. Only settings with which no broker can be asked end the application, with exit
 * code 1.
 */
@ApplicationScoped
public class Topics implements TopicGate {
    private static final Logger LOG = Logger.getLogger(Topics.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(10);
    private static final Duration BETWEEN_REFUSALS = Duration.ofMinutes(1);

    private final TopicPlan plan;
    private final ClientSettings clients;
    private final Rights rights;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Thread worker = new Thread(this::createMissing, "topics");
    private volatile String waitingFor = "the start";

    protected Topics(TopicPlan plan, ClientSettings clients, Rights rights) {
        this.plan = plan;
        this.clients = clients;
        this.rights = rights;
    }

    /**
     * Completes once the topics are there. May be subscribed to any number of times; items arrive
     * on a worker thread.
     */
    public Uni<Void> ready() {
        // A minimal stage, so that a cancelled subscriber does not cancel everybody's future.
        return Uni.createFrom()
                .completionStage(ready::minimalCompletionStage)
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    @Override
    public void await(String topic) {
        ready().await().indefinitely();
    }

    /** Whether a broker was reached and has the topics. */
    public boolean areReady() {
        return ready.isDone();
    }

    /** What is being waited for, in words for a person. */
    String waitingFor() {
        return waitingFor;
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE - 1) StartupEvent start) {
        if (plan.topics().isEmpty()) {
            ready.complete(null);
            return;
        }
        worker.setDaemon(true);
        worker.start();
    }

    @PreDestroy
    void stop() {
        worker.interrupt();
    }

    private void createMissing() {
        TopicCreator creator = new TopicCreator(clients, plan, rights);
        waitingFor = "a broker at " + creator.bootstrapServers();
        try {
            untilThere(creator);
            ready.complete(null);
        } catch (UnusableException e) {
            waitingFor = e.getMessage();
            LOG.error(e.getMessage());
            Quarkus.asyncExit(1);
        } catch (InterruptedException e) {
            LOG.debug("Stopped while waiting for a broker");
        }
    }

    private void untilThere(TopicCreator creator) throws UnusableException, InterruptedException {
        long pause = 250;
        LogThrottle unreachable = new LogThrottle(BETWEEN_WARNINGS);
        LogThrottle refused = new LogThrottle(BETWEEN_REFUSALS);
        while (true) {
            try {
                creator.createMissing();
                return;
            } catch (UnreachableException e) {
                String reason = ClientFault.describe(e.getCause());
                waitingFor = "a broker at %s: %s".formatted(creator.bootstrapServers(), reason);
                if (unreachable.allows()) {
                    LOG.warnf("Waiting for Kafka at %s: %s", creator.bootstrapServers(), reason);
                }
                LOG.debug("Kafka did not answer", e);
            } catch (TopicCreationException e) {
                if (refused.allows(!e.getMessage().equals(waitingFor))) {
                    LOG.warn(e.getMessage());
                }
                waitingFor = e.getMessage();
            }
            Thread.sleep(pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE.toMillis());
        }
    }
}
