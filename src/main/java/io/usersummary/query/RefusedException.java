package io.usersummary.query;

/** A question that cannot be answered as it was asked; the message tells the asker what to do. */
public final class RefusedException extends RuntimeException {

    RefusedException(String message) {
        super(message, null, false, false);
    }
}
