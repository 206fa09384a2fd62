package io.usersummary.streams;

import jakarta.inject.Singleton;
import java.util.Optional;

/** Why the engine does not work just now, in words for a person. Thread-safe. */
@Singleton
class Trouble {

    private volatile String reason;

    void is(String why) {
        reason = why;
    }

    void isOver() {
        reason = null;
    }

    Optional<String> reason() {
        return Optional.ofNullable(reason);
    }
}
