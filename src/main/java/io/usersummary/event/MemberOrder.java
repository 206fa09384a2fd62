package io.usersummary.event;

import io.usersummary.json.JsonScanner;
import io.usersummary.json.TextMatcher;
import java.util.Arrays;

/**
 * How the members of the object at one place began in an earlier document, one after the other:
 * with a comma, a name and a colon. Documents of one topic are alike, so that nearly always the
 * next one begins its members byte for byte the same, and then no name has to be scanned and
 * compared with what is looked for. (Speculative parsing, as in Li et al., "Mison: A Fast JSON
 * Parser for Data Analytics", VLDB 2017.) What is different is scanned.
 */
final class MemberOrder {

    /** What is beyond costs no more than it would without this. */
    private static final int MEMBERS = 64;

    private static final int BYTES = 64;

    /** Where documents of several kinds take turns, to expect what came last would be in vain. */
    private static final int PATIENCE = 8;

    // Three arrays: one of objects takes a twentieth more of the time to read an event.
    private TextMatcher[] begins = {};
    private Route[] routes = {};
    private int[] misses = {};
    private Route next;

    /** Consumes the beginning of that member, if it is the expected one; else nothing. */
    boolean isNext(int number, JsonScanner json) {
        if (number >= begins.length || !json.skip(begins[number])) {
            return false;
        }
        next = routes[number];
        return true;
    }

    /**
     * Expects what was consumed since then, and the white space that follows, from now on; unless
     * something else was expected that may well come again.
     *
     * @param route where that member leads, or null
     */
    void expect(int number, JsonScanner json, int from, Route route) {
        next = route;
        if (number >= MEMBERS) {
            return;
        }
        if (number == begins.length) {
            begins = Arrays.copyOf(begins, number + 1);
            begins[number] = new TextMatcher(BYTES);
            routes = Arrays.copyOf(routes, number + 1);
            misses = Arrays.copyOf(misses, number + 1);
        }
        if (misses[number]++ % PATIENCE == 0 && json.since(from, begins[number])) {
            routes[number] = route;
        }
    }

    /** Where the member leads that has just begun; null if that does not matter. */
    Route next() {
        return next;
    }
}
