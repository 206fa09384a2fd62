package io.usersummary.connector;

/**
 * Something that was set from outside.
 *
 * @param key the whole key under which it was set, as a person would look for it
 * @param value what it was set to; a text unless it comes from a configuration bean
 * @param place where it was set
 */
public record Setting(String key, Object value, Place place) {

    /** The places where a client's property can be set, each stronger than the one before. */
    public enum Place {
        /** {@code kafka.*}, for every client. */
        SHARED,
        /** The bean that {@code kafka-configuration} names. */
        BEAN,
        /** {@code mp.messaging.connector.<connector>.*}, for every channel of a connector. */
        CONNECTOR,
        /** {@code mp.messaging.incoming.<channel>.*} or {@code outgoing}. */
        CHANNEL
    }

    /** The value as text, without blanks around it. */
    public String text() {
        return value instanceof Class<?> type ? type.getName() : value.toString().trim();
    }

    @Override
    public String toString() {
        return key + "=" + text();
    }
}
