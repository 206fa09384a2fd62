package io.usersummary.connector;

/**
 * What an incoming channel waits for before it makes its first client, so that no client asks for a
 * topic that is still to be created. The application may have one bean of this type; without one,
 * nothing is waited for.
 */
@FunctionalInterface
public interface TopicGate {

    /**
     * Returns once the topic may be read. Blocks the channel's own thread, for as long as it takes;
     * an interrupt ends the wait with an exception.
     *
     * @param topic the topic that the channel is configured for
     */
    void await(String topic);
}
