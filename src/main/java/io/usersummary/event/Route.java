package io.usersummary.event;

import io.usersummary.event.JsonPointer.Step;
import io.usersummary.json.JsonScanner;
import io.usersummary.json.MemberName;
import java.util.Arrays;
import java.util.List;

/**
 * A place in a document that a pointer leads to or through, with the places below it: all pointers
 * of a shape put together, so that one walk over the document finds everything. Belongs to one
 * walk, which leaves its mark on it.
 */
final class Route {

    /** The rank of a pointer that is none: behind all others. */
    static final int NONE = Integer.MAX_VALUE;

    private static final Route[] NOWHERE = {};

    private final String pointer;
    private final String name;
    private final MemberName member;
    private final int index;
    private Route[] below = NOWHERE;
    private int userId = NONE;
    private int timestamp = NONE;
    private long seen;

    private Route(String pointer, Step step) {
        this.pointer = pointer;
        this.name = step.name();
        this.member = new MemberName(step.name());
        this.index = step.index();
    }

    /** The whole document, with everything below it that a shape names. */
    static Route to(EventShape shape) {
        Route root = new Route("", new Step("", Step.NO_INDEX));
        List<JsonPointer> userId = shape.userId().pointers();
        for (int rank = 0; rank < userId.size(); rank++) {
            Route end = root.extended(userId.get(rank));
            end.userId = Math.min(end.userId, rank);
        }
        List<JsonPointer> timestamp = shape.timestamp().pointers();
        for (int rank = 0; rank < timestamp.size(); rank++) {
            Route end = root.extended(timestamp.get(rank));
            end.timestamp = Math.min(end.timestamp, rank);
        }
        return root;
    }

    private Route extended(JsonPointer pointer) {
        Route at = this;
        for (Step step : pointer.steps()) {
            at = at.below(step);
        }
        return at;
    }

    private Route below(Step step) {
        for (Route next : below) {
            if (next.name.equals(step.name())) {
                return next;
            }
        }
        String escaped = step.name().replace("~", "~0").replace("/", "~1");
        Route next = new Route(pointer + "/" + escaped, step);
        below = Arrays.copyOf(below, below.length + 1);
        below[below.length - 1] = next;
        return next;
    }

    /** Whether anything below it is looked for. */
    boolean leadsOn() {
        return below != NOWHERE;
    }

    /** Whether a pointer ends here. */
    boolean isEnd() {
        return userId != NONE || timestamp != NONE;
    }

    /** Whether an element of it is looked for, should it be an array. */
    boolean hasElements() {
        return Arrays.stream(below).anyMatch(next -> next.index != Step.NO_INDEX);
    }

    /** The place of the member whose name was just scanned; null if it does not matter. */
    Route member(JsonScanner json) {
        for (Route next : below) {
            if (json.textIs(next.member)) {
                return next;
            }
        }
        return null;
    }

    /** The place of an element; null if it does not matter. */
    Route element(int index) {
        for (Route next : below) {
            if (next.index == index) {
                return next;
            }
        }
        return null;
    }

    /** Notes that a walk came by; false if the same walk was here before. */
    boolean visit(long walk) {
        boolean first = seen != walk;
        seen = walk;
        return first;
    }

    /** The rank among the pointers to the userId of the one that ends here; or {@link #NONE}. */
    int userId() {
        return userId;
    }

    /** The rank among the pointers to the time of the one that ends here; or {@link #NONE}. */
    int timestamp() {
        return timestamp;
    }

    /** The pointer that leads here. */
    @Override
    public String toString() {
        return pointer;
    }
}
