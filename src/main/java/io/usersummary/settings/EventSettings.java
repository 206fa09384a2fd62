package io.usersummary.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.usersummary.event.Source;
import io.usersummary.event.TimestampFormat;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.Converter;

/** What the events of the input topic look like, as far as it matters. */
@ConfigMapping(prefix = "event")
public interface EventSettings {

    /**
     * Where the userId is: JSON Pointers, separated by commas, of which the first counts that leads
     * to anything but null; or {@code key}. Unset, it is the text at {@code /userId}; set, a whole
     * number is taken as its digits, too.
     */
    Optional<@WithConverter(UserId.class) Source> userId();

    /**
     * Where the time is: JSON Pointers likewise; or {@code record}, its own timestamp. Unset, it is
     * at {@code /metadata/timestamp}.
     */
    Optional<@WithConverter(Timestamp.class) Source> timestamp();

    /** How the time at a pointer is written; unset, in epoch seconds. */
    Optional<@WithConverter(Format.class) TimestampFormat> timestampFormat();

    /** Allowed values of {@link #userId()}. */
    final class UserId implements Converter<Source> {
        @Override
        public Source convert(String value) {
            return source(value, Source.KEY, "/userId,/anonymousId", "the record's key");
        }
    }

    /** Allowed values of {@link #timestamp()}. */
    final class Timestamp implements Converter<Source> {
        @Override
        public Source convert(String value) {
            return source(value, Source.RECORD, "/sentAt,/time", "the record's own timestamp");
        }
    }

    /** Allowed values of {@link #timestampFormat()}. */
    final class Format implements Converter<TimestampFormat> {
        @Override
        public TimestampFormat convert(String value) {
            try {
                return TimestampFormat.of(value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "- %s; allowed are %s".formatted(e.getMessage(), TimestampFormat.names()));
            }
        }
    }

    private static Source source(String value, String word, String example, String meaning) {
        try {
            return Source.of(value, word);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "- %s; allowed are JSON Pointers, separated by commas, such as %s, or %s for %s"
                            .formatted(e.getMessage(), example, word, meaning));
        }
    }
}
