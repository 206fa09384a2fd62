package io.usersummary.query;

import io.usersummary.summary.Summary;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** In which order users are answered. Those whose times are equal follow each other by userId. */
public enum Order {
    /** As the table holds them. */
    NONE("none", false, false),
    /** The earliest firstSeen first. */
    FIRST_SEEN("firstSeen", true, false),
    /** The earliest lastSeen first. */
    LAST_SEEN("lastSeen", false, false),
    /** The latest firstSeen first. */
    FIRST_SEEN_DESCENDING("-firstSeen", true, true),
    /** The latest lastSeen first. */
    LAST_SEEN_DESCENDING("-lastSeen", false, true);

    private final String text;
    private final boolean byFirst;
    private final boolean descending;

    Order(String text, boolean byFirst, boolean descending) {
        this.text = text;
        this.byFirst = byFirst;
        this.descending = descending;
    }

    /** The order that is written so. */
    public static Optional<Order> of(String text) {
        return Arrays.stream(values()).filter(order -> order.text.equals(text)).findFirst();
    }

    /** What the order goes by, so that the smaller key comes first. */
    long key(long firstSeen, long lastSeen) {
        long value = byFirst ? firstSeen : lastSeen;
        return descending ? ~value : value;
    }

    Comparator<Summary> comparator() {
        return Comparator.<Summary>comparingLong(user -> key(user.firstSeen(), user.lastSeen()))
                .thenComparing(Summary::userIdBytes, Arrays::compareUnsigned);
    }

    /** As a person writes it. */
    @Override
    public String toString() {
        return text;
    }
}
