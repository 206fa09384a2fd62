package io.usersummary.bench.contender;

import io.usersummary.bench.lab.Child;
import io.usersummary.bench.lab.Lab;
import java.util.Optional;

/** A program that reads the input topic, in a process of its own. */
public interface Contender {

    /** Short name for settings, tables and charts. */
    String name();

    /** What it does, in one line. */
    String description();

    /** True if it publishes the whole table to the output topic. */
    boolean publishes();

    /** Why it cannot run on this machine, or empty if it can. */
    default Optional<String> obstacle() {
        return Optional.empty();
    }

    /**
     * Starts it.
     *
     * @param group consumer group (or application id) not used before
     * @param events number of events in the input topic; a contender may stop reading after them
     */
    Child start(Lab lab, String group, long events);
}
