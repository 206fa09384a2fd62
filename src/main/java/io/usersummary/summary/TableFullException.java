package io.usersummary.summary;

/** The table cannot take one more user; the message says which bound was met. */
public final class TableFullException extends IllegalStateException {

    TableFullException(String message) {
        super(message);
    }
}
