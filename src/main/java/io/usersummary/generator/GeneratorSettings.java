package io.usersummary.generator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.usersummary.settings.Bounded;
import java.time.Duration;
import java.util.Optional;

/** Which sample events are written, and how fast. */
@ConfigMapping(prefix = "generator")
public interface GeneratorSettings {

    /**
     * Whether sample events are written at all. Unset, they are in dev mode and tests only, and
     * only if they are of the shape that the service reads.
     */
    Optional<Boolean> enabled();

    /** Users in a round, from 1 to 1,000. */
    @WithDefault("3")
    @WithConverter(Users.class)
    int users();

    /** Events of each user in a round, from 1 to 100. */
    @WithDefault("3")
    @WithConverter(EventsPerUser.class)
    int eventsPerUser();

    /** The pause before each event, from 0s to 1h. */
    @WithDefault("50ms")
    @WithConverter(Interval.class)
    Duration interval();

    /** How many rounds are written, each with new users; 0 means for ever. */
    @WithDefault("1")
    @WithConverter(Rounds.class)
    long rounds();

    /**
     * The pause between the events that go on after the last round, of a few dozen users, so that a
     * person at the dashboard has something to look at; 0s for none, at most 1h. There are none
     * where {@code summary.max-batches} ends the application.
     */
    @WithDefault("0s")
    @WithConverter(Interval.class)
    Duration trickle();

    /**
     * Makes the events repeatable: with the same seed, round n has the same users and ids at every
     * start, and timestamps at the same distance from the clock. Without it they are random.
     */
    Optional<@WithConverter(Seed.class) Long> seed();

    /** Allowed values of {@link #users()}. */
    final class Users extends Bounded.OfInt {
        public Users() {
            super(1, 1_000);
        }
    }

    /** Allowed values of {@link #eventsPerUser()}. */
    final class EventsPerUser extends Bounded.OfInt {
        public EventsPerUser() {
            super(1, 100);
        }
    }

    /** Allowed values of {@link #interval()} and {@link #trickle()}. */
    final class Interval extends Bounded.OfTime {
        public Interval() {
            super("0s", "1h");
        }
    }

    /** Allowed values of {@link #rounds()}. */
    final class Rounds extends Bounded.OfLong {
        public Rounds() {
            super(0, Long.MAX_VALUE);
        }
    }

    /** Allowed values of {@link #seed()}. */
    final class Seed extends Bounded.OfLong {
        public Seed() {
            super(Long.MIN_VALUE, Long.MAX_VALUE);
        }
    }
}
