package io.usersummary.summary;

/** When a user was first and last seen, both in epoch seconds. */
public record Summary(String userId, long firstSeen, long lastSeen) {}
