package io.usersummary.state;

import io.usersummary.summary.SummaryTable;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the one table of this process available. */
final class TableProducer {

    @Produces
    @Singleton
    static SummaryTable table() {
        return new SummaryTable();
    }
}
