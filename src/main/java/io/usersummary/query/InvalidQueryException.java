package io.usersummary.query;

/** A question that cannot be answered as it was asked; the message tells the asker what to do. */
public final class InvalidQueryException extends RuntimeException {

    InvalidQueryException(String message) {
        super(message, null, false, false);
    }
}
