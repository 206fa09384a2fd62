package io.usersummary.summary;

import java.security.SecureRandom;

/**
 * What userIds are hashed with. A class of its own because a native binary initializes all others
 * while it is built, and so every process would hash with the key of the build.
 */
final class HashKey {

    static final long K0;
    static final long K1;

    static {
        SecureRandom random = new SecureRandom();
        K0 = random.nextLong();
        K1 = random.nextLong();
    }

    private HashKey() {}
}
