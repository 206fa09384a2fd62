package io.usersummary.settings;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.function.Function;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Reads a setting that has bounds. A value that is no such thing, or out of bounds, stops the start
 * of the application with a message that names the key, the value and what is allowed.
 */
public abstract class Bounded<T extends Comparable<T>> {
    private final String kind;
    private final Function<String, T> parser;
    private final String least;
    private final String most;

    private Bounded(String kind, Function<String, T> parser, String least, String most) {
        this.kind = kind;
        this.parser = parser;
        this.least = least;
        this.most = most;
    }

    final T read(String value) {
        T converted;
        try {
            converted = parser.apply(value.trim());
        } catch (RuntimeException e) {
            throw refusal();
        }
        if (converted.compareTo(parser.apply(least)) < 0
                || converted.compareTo(parser.apply(most)) > 0) {
            throw refusal();
        }
        return converted;
    }

    private IllegalArgumentException refusal() {
        return new IllegalArgumentException(
                "- allowed is %s from %s to %s".formatted(kind, least, most));
    }

    /** A whole number that fits an {@code int}. */
    public abstract static class OfInt extends Bounded<Integer> implements Converter<Integer> {
        protected OfInt(int least, int most) {
            super("a whole number", Integer::valueOf, "" + least, "" + most);
        }

        @Override
        public Integer convert(String value) {
            return read(value);
        }
    }

    /** A whole number that fits a {@code long}. */
    public abstract static class OfLong extends Bounded<Long> implements Converter<Long> {
        protected OfLong(long least, long most) {
            super("a whole number", Long::valueOf, "" + least, "" + most);
        }

        @Override
        public Long convert(String value) {
            return read(value);
        }
    }

    /** A duration such as {@code 100ms}, {@code 5s} or {@code 1d}; bounds are written likewise. */
    public abstract static class OfTime extends Bounded<Duration> implements Converter<Duration> {
        protected OfTime(String least, String most) {
            super("a duration", DurationConverter::parseDuration, least, most);
        }

        @Override
        public Duration convert(String value) {
            return read(value);
        }
    }
}
