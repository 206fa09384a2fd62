package io.usersummary.connector;

/**
 * What a channel waits for before it makes a client, so that none asks for a topic that is still to
 * be created, or speaks to a port that does not understand it. The application may have one bean of
 * this type; without one, nothing is waited for.
 */
@FunctionalInterface
public interface TopicGate {

    /**
     * Returns once the topic is there. Blocks the channel's own thread, for as long as it takes; an
     * interrupt ends the wait with an exception.
     *
     * @param topic the topic that the channel is configured for
     */
    void await(String topic);
}
