package io.usersummary.json;

/**
 * Says why some bytes are not what they should be. The message is meant for people: of an event it
 * becomes the reason that travels with the dead letter.
 *
 * <p>It has no stack trace: a stream of bad records is a normal day, and what matters is the value,
 * not the place in our code that noticed.
 */
public final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param reason what is wrong, in one line, without any of the value's own text
     */
    public UnreadableException(String reason) {
        super(reason, null, false, false);
    }
}
