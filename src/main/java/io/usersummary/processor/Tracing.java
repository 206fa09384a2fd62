package io.usersummary.processor;

/**
 * Carries the traces of events on to the summaries that they cause. There is none unless the
 * service is built with it; see the profile {@code tracing} of the build.
 */
public interface Tracing {

    /** The traces of a batch that has just got its first event. */
    BatchTraces open();
}
