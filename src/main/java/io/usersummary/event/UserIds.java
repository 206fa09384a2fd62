package io.usersummary.event;

import io.usersummary.json.JsonValue.Kind;
import io.usersummary.json.Span;
import io.usersummary.json.UnreadableException;
import io.usersummary.json.Utf8;
import java.nio.charset.StandardCharsets;

/** Makes a userId of what was found, or says why it is none. */
final class UserIds {

    /** The longest userId in UTF-8 bytes. */
    static final int MAX_BYTES = 32_767;

    private static final String KEY = "the record's key";

    private final boolean numbersToo;

    /**
     * @param numbersToo whether a whole number is a userId too, by its digits as they are written
     */
    UserIds(boolean numbersToo) {
        this.numbersToo = numbersToo;
    }

    /** Points a span at the userId that was found in a document. */
    void of(Found found, Span userId) throws UnreadableException {
        Kind kind = found.kind();
        if (kind == Kind.TEXT) {
            if (!found.value().text(userId)) {
                throw new UnreadableException(
                        "half a surrogate pair in the text at " + found.where());
            }
        } else if (kind == Kind.WHOLE_NUMBER && numbersToo) {
            found.value().digits(userId);
        } else {
            throw found.instead(numbersToo ? "text or whole number" : "text");
        }
        if (userId.length() > MAX_BYTES) {
            throw tooLong("the text at " + found.where());
        }
        if (isBlank(userId)) {
            throw blank("the text at " + found.where());
        }
    }

    /** Points a span at a record's key. */
    void ofKey(Span key, Span userId) throws UnreadableException {
        if (!key.isSet()) {
            throw new UnreadableException("the record has no key");
        }
        if (key.length() > MAX_BYTES) {
            throw tooLong(KEY);
        }
        if (!Utf8.isValid(key)) {
            throw new UnreadableException(KEY + " is not UTF-8");
        }
        if (isBlank(key)) {
            throw blank(KEY);
        }
        userId.set(key.bytes(), key.offset(), key.length());
    }

    private static UnreadableException tooLong(String what) {
        return new UnreadableException(what + " is longer than " + MAX_BYTES + " bytes");
    }

    private static UnreadableException blank(String what) {
        return new UnreadableException(what + " is blank");
    }

    private static boolean isBlank(Span text) {
        int end = text.offset() + text.length();
        for (int i = text.offset(); i < end; i++) {
            if (text.bytes()[i] > ' ') {
                return false;
            }
        }
        return new String(text.bytes(), text.offset(), text.length(), StandardCharsets.UTF_8)
                .isBlank();
    }
}
