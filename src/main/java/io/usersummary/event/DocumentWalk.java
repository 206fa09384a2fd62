package io.usersummary.event;

import io.usersummary.json.JsonScanner;
import io.usersummary.json.Span;
import io.usersummary.json.UnreadableException;

/**
 * Walks over a JSON document once, along the routes of a shape, and notes what it finds there.
 * Everything else is skipped but must be well formed. Allocates nothing; not thread-safe.
 */
final class DocumentWalk {

    private final JsonScanner json = new JsonScanner();
    private final Route document;
    private final boolean mayBeArray;
    private final Found userId;
    private final Found timestamp;
    private long walk;

    DocumentWalk(EventShape shape) {
        this.document = Route.to(shape);
        this.mayBeArray = document.hasElements();
        this.userId = new Found(shape.userId(), json);
        this.timestamp = new Found(shape.timestamp(), json);
    }

    /**
     * Walks over one document.
     *
     * @throws UnreadableException if it is not well formed, is no object, or has a member twice
     *     that leads to what is looked for
     */
    void over(Span text) throws UnreadableException {
        walk++;
        userId.clear();
        timestamp.clear();
        json.reset(text.bytes(), text.offset(), text.length());
        int first = json.peek();
        if (first == '{') {
            members(document, 0);
        } else if (first == '[' && mayBeArray) {
            elements(document, 0);
        } else {
            throw new UnreadableException(
                    mayBeArray ? "neither a JSON object nor an array" : "not a JSON object");
        }
        json.end();
    }

    /**
     * @param depth how many objects and arrays are open around this one, but for the document
     */
    private void members(Route at, int depth) throws UnreadableException {
        if (!json.object()) {
            return;
        }
        MemberOrder order = at.order();
        for (int number = 0; order.isNext(number, json) || begins(at, number); number++) {
            Route next = order.next();
            if (next == null) {
                json.value(depth);
            } else {
                value(next, depth);
            }
        }
    }

    /** Consumes the beginning of a member that was not expected; false if there is no other. */
    private boolean begins(Route at, int number) throws UnreadableException {
        int from = json.position();
        if (number > 0 && !json.another('}')) {
            return false;
        }
        json.memberName();
        at.order().expect(number, json, from, at.member(json));
        return true;
    }

    private void elements(Route at, int depth) throws UnreadableException {
        if (!json.array()) {
            return;
        }
        int index = 0;
        do {
            Route next = at.element(index++);
            if (next == null) {
                json.value(depth);
            } else {
                value(next, depth);
            }
        } while (json.another(']'));
    }

    private void value(Route at, int depth) throws UnreadableException {
        if (!at.visit(walk)) {
            throw new UnreadableException(at + " is given twice");
        }
        int first = json.peek();
        int from = json.position();
        if (!at.leadsOn()) {
            json.value(depth);
        } else if (first == '{') {
            json.nest(depth);
            members(at, depth + 1);
        } else if (first == '[') {
            json.nest(depth);
            elements(at, depth + 1);
        } else {
            json.value(depth);
        }
        if (at.userId() < userId.rank()) {
            note(userId, at.userId(), first, from);
        }
        if (at.timestamp() < timestamp.rank()) {
            note(timestamp, at.timestamp(), first, from);
        }
    }

    private void note(Found found, int rank, int first, int from) {
        if (first == 'n') {
            found.sawNull();
        } else {
            json.since(from, found.better(rank));
        }
    }

    /** What the last walk found of the userId. */
    Found userId() {
        return userId;
    }

    /** What the last walk found of the time. */
    Found timestamp() {
        return timestamp;
    }
}
