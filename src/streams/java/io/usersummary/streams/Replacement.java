package io.usersummary.streams;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;

import io.usersummary.connector.ClientFault;
import java.time.Duration;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jboss.logging.Logger;

/**
 * Has a thread that died replaced, at a growing distance: what killed it, say a summary that its
 * topic does not take, may well be met again by the next one. What no thread can mend ends the
 * engine, and so the life of the process in the eyes of its orchestrator. Called by the threads
 * that die.
 */
final class Replacement implements StreamsUncaughtExceptionHandler {

    private static final Logger LOG = Logger.getLogger(Replacement.class);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration WELL = Duration.ofMinutes(2);

    private final Trouble trouble;
    private Duration pause = SHORTEST;
    private long last;

    Replacement(Trouble trouble) {
        this.trouble = trouble;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable death) {
        for (Throwable cause = death; cause != null; cause = cause.getCause()) {
            if (cause instanceof WrongPartitionException || cause instanceof Error) {
                trouble.is(cause.toString());
                LOG.error(cause instanceof Error ? cause.toString() : cause.getMessage());
                return SHUTDOWN_CLIENT;
            }
        }
        Throwable cause = death.getCause() == null ? death : death.getCause();
        String reason = ClientFault.describe(cause);
        trouble.is(reason);
        LOG.warnf(
                "A thread of the engine ended and is replaced in %d s: %s",
                pause.toSeconds(), reason);
        LOG.debug("It ended by", death);
        if (!pauseIsOver()) {
            return SHUTDOWN_CLIENT;
        }
        return REPLACE_THREAD;
    }

    /** False if the process ends meanwhile. */
    private boolean pauseIsOver() {
        long now = System.nanoTime();
        if (last != 0 && now - last > WELL.toNanos()) {
            pause = SHORTEST;
        }
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
        last = System.nanoTime();
        return true;
    }
}
