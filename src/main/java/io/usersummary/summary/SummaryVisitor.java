package io.usersummary.summary;

/** Is shown users' summaries one by one, without an object each. */
@FunctionalInterface
public interface SummaryVisitor {

    /**
     * One user, as of when this part of the walk was copied; called without the table's lock.
     *
     * @param bytes holds the userId in UTF-8; to be copied by whoever keeps it
     * @param firstSeen in epoch seconds
     * @param lastSeen in epoch seconds
     * @return whether to go on; false ends this part of the walk behind this user
     */
    boolean visit(byte[] bytes, int offset, int length, long firstSeen, long lastSeen);
}
