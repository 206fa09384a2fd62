package io.usersummary.state;

/**
 * How many users a table will have that is being read back: as many of the records to come are of
 * new users as of those that came since the last look. Records are more and more often of known
 * users, so that this is rather too many than too few. Not thread-safe.
 */
final class Forecast {

    private long lastUsers;
    private long lastRead;
    private double newcomers;

    /**
     * Looks again.
     *
     * @param users in the table by now
     * @param read how many records have been read
     * @param toRead how many there are in all
     * @return how many users there will be
     */
    long users(long users, long read, long toRead) {
        if (read > lastRead) {
            newcomers = Math.min(1, (double) (users - lastUsers) / (read - lastRead));
            lastUsers = users;
            lastRead = read;
        }
        return users + Math.round(newcomers * Math.max(0, toRead - read));
    }
}
