package io.usersummary.processor;

import io.smallrye.mutiny.Multi;

/**
 * Where the processor is asked to publish users again. Whoever finds that a user's newest record
 * says less than the table notes the user as changed in the table, and asks.
 */
public interface Repairs {

    /**
     * An item whenever users were noted. Does not end by itself; may be subscribed to once.
     *
     * @return the number of users each time; items come on the thread that found them
     */
    Multi<Integer> found();
}
