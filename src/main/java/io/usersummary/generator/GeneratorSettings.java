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
    @WithDefault("100ms")
    @WithConverter(Interval.class)
    Duration interval();

    /** How many rounds are written, each with new users; 0 means for ever. */
    @WithDefault("1")
    @WithConverter(Rounds.class)
    long rounds();

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

    /** Allowed values of {@link #interval()}. */
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
