package io.usersummary.state;

import io.usersummary.summary.Summary;
import java.util.List;

/** Is told of new records of {@code output_topic}, whichever process published them. */
public interface PublishedListener {

    /** Whether it wants to be told at all; asked once, at start. */
    boolean isInterested();

    /**
     * What a poll brought, in its order. Called on the channel's thread, {@code
     * published-summaries}; must not block.
     */
    void published(List<Summary> newest);
}
