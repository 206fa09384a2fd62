package io.usersummary.web;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets few questions walk over the table at a time: each keeps a processor busy for as long as it
 * takes, and the events come first.
 */
@ApplicationScoped
class Walks {

    static final int AT_ONCE = 2;
    private static final int PATIENCE_SECONDS = 5;

    private final Semaphore permits = new Semaphore(AT_ONCE, true);

    /**
     * Asks a question on this thread, when its turn comes.
     *
     * @throws ProblemException if too many are asked before it
     */
    <T> T run(Supplier<T> question) {
        try {
            if (!permits.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new ProblemException(
                        new Problem(503, "Too many questions at once; try again later.")
                                .retryAfter(PATIENCE_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(new Problem(503, "The service stops."));
        }
        try {
            return question.get();
        } finally {
            permits.release();
        }
    }
}
