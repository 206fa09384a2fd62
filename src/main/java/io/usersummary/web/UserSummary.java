package io.usersummary.web;

import io.usersummary.summary.Summary;

/** A summary as JSON shows it; times in epoch seconds. */
record UserSummary(String userId, long firstSeen, long lastSeen) {

    static UserSummary of(Summary summary) {
        return new UserSummary(summary.userId(), summary.firstSeen(), summary.lastSeen());
    }
}
