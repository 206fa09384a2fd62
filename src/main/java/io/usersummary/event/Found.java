package io.usersummary.event;

import io.usersummary.json.JsonScanner;
import io.usersummary.json.JsonValue;
import io.usersummary.json.UnreadableException;

/**
 * What a walk over a document found of one source: the value at the first of its pointers that
 * leads to anything but null. Mutable, reused from walk to walk.
 */
final class Found {

    private final Source source;
    private final JsonValue value;
    private int rank;
    private boolean sawNull;

    /**
     * @param json walks over the document
     */
    Found(Source source, JsonScanner json) {
        this.source = source;
        this.value = new JsonValue(json);
    }

    void clear() {
        rank = Route.NONE;
        sawNull = false;
    }

    /**
     * Where to note a value that a pointer leads to; null if it does not matter, as there is one of
     * a better rank, or it is null.
     *
     * @param newRank of the pointer; {@link Route#NONE} if it is no pointer of this source
     */
    JsonValue at(int newRank, boolean isNull) {
        if (newRank >= rank) {
            return null;
        }
        if (isNull) {
            sawNull = true;
            return null;
        }
        rank = newRank;
        return value;
    }

    JsonValue value() {
        return value;
    }

    JsonValue.Kind kind() {
        return rank == Route.NONE ? JsonValue.Kind.NULL : value.kind();
    }

    /**
     * The pointer that leads to the value, or all of them while there is none.
     *
     * @return in words for a person, such as {@code /userId}
     */
    String where() {
        return rank == Route.NONE ? source.text() : source.pointers().get(rank).text();
    }

    /** Says what was looked for and what is there in its place. */
    UnreadableException instead(String wanted) {
        String there = rank == Route.NONE ? sawNull ? "null" : "nothing" : kind().words();
        return new UnreadableException("no %s at %s: found %s".formatted(wanted, where(), there));
    }
}
