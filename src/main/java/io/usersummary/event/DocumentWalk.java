package io.usersummary.event;

import io.usersummary.json.JsonScanner;
import io.usersummary.json.JsonValue;
import io.usersummary.json.Outline;
import io.usersummary.json.Span;
import io.usersummary.json.UnreadableException;

/**
 * Walks over a JSON document once, along the routes of a shape, and notes what it finds there.
 * Everything else is skipped but must be well formed. A document that is like an earlier one but
 * for its values needs no walk. Allocates nothing, but where it learns; not thread-safe.
 */
final class DocumentWalk {

    private final JsonScanner json = new JsonScanner();
    private final Outline<Places.Scalars> outline = new Outline<>();
    private final Route document;
    private final boolean mayBeArray;
    private final Places places;
    private final Found userId;
    private final Found timestamp;
    private long walk;

    DocumentWalk(EventShape shape) {
        this.document = Route.to(shape);
        this.mayBeArray = document.hasElements();
        this.places =
                new Places(shape.userId().pointers().size() + shape.timestamp().pointers().size());
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
        userId.clear();
        timestamp.clear();
        json.reset(text.bytes(), text.offset(), text.length());
        boolean expected = outline.isExpected();
        if (expected) {
            Places.Scalars known = outline.follow(json);
            if (known != null) {
                note(known);
                return;
            }
            json.reset(text.bytes(), text.offset(), text.length());
        }
        places.clear();
        everyByte();
        if (expected) {
            learn();
        }
    }

    private void note(Places.Scalars known) throws UnreadableException {
        for (int i = 0; i < known.numbers().length; i++) {
            int from = json.scalarStart(known.numbers()[i]);
            json.scalarAt(from);
            note(known.ends()[i], from, json.isNull(from));
        }
    }

    private void learn() throws UnreadableException {
        Places.Scalars known = places.scalars(json);
        if (known != null) {
            outline.learn(json, known);
        }
    }

    private void everyByte() throws UnreadableException {
        walk++;
        int first = json.peek();
        if (first == '{') {
            members(document, 0);
        } else if (first == '[' && mayBeArray) {
            elements(document, 0);
        } else {
            throw new UnreadableException(
                    mayBeArray ? "neither a JSON object nor an array" : "not a JSON object");
        }
        json.expectEnd();
    }

    /**
     * @param depth how many objects and arrays are open around this one, but for the document
     */
    private void members(Route at, int depth) throws UnreadableException {
        if (!json.object()) {
            return;
        }
        do {
            json.memberName();
            Route next = at.member(json);
            if (next == null) {
                json.value(depth);
            } else {
                value(next, depth);
            }
        } while (json.another('}'));
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
        boolean isEnd = at.isEnd();
        if (isEnd) {
            places.add(at, from);
        }
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
        if (isEnd) {
            note(at, from, first == 'n');
        }
    }

    private void note(Route at, int from, boolean isNull) {
        JsonValue id = userId.at(at.userId(), isNull);
        if (id != null) {
            json.since(from, id);
        }
        JsonValue time = timestamp.at(at.timestamp(), isNull);
        if (time != null) {
            json.since(from, time);
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
