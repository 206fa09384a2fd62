package io.usersummary.processor;

import io.usersummary.rate.LogThrottle;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/**
 * Sets aside what is not a valid event: the channel {@code dead-letters}, to {@code
 * input_topic_dlq}.
 */
@ApplicationScoped
class DeadLetters {

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private static final Duration LOG_EVERY = Duration.ofSeconds(10);

    private final Emitter<DeadLetterBatch> emitter;
    private final LogThrottle throttle = new LogThrottle(LOG_EVERY);
    private long unlogged;

    /** The overflow strategy bounds nothing: {@link InFlightLimit} does. */
    DeadLetters(
            @Channel("dead-letters") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    Emitter<DeadLetterBatch> emitter) {
        this.emitter = emitter;
    }

    /**
     * Writes dead letters. Called on the threads that read events, of each consumer one.
     *
     * @param whenWritten run, on the producer's thread, when all of them are durable
     */
    void write(DeadLetterBatch letters, Runnable whenWritten) {
        log(letters);
        emitter.send(
                Message.of(
                        letters,
                        () -> {
                            whenWritten.run();
                            return CompletableFuture.completedFuture(null);
                        }));
    }

    /** One line every so often, however many there are. */
    private synchronized void log(DeadLetterBatch letters) {
        unlogged += letters.size();
        if (throttle.allows()) {
            LOG.warnf(
                    "Set aside %d record(s) that are no valid events; the last: %s",
                    unlogged, letters.last());
            unlogged = 0;
        }
    }
}
