package io.usersummary.streams;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Why the engine does not work just now, in words for a person. Thread-safe. */
@Singleton
class Trouble {

    private volatile String reason;
    private volatile long since;

    void is(String why) {
        since = System.nanoTime();
        reason = why;
    }

    void isOver() {
        reason = null;
    }

    /** Whether nothing has happened for so long. */
    boolean isOlderThan(Duration time) {
        return System.nanoTime() - since > time.toNanos();
    }

    Optional<String> reason() {
        return Optional.ofNullable(reason);
    }
}
