package io.usersummary.summary;

import java.util.SplittableRandom;

/**
 * What userIds are hashed with. A class of its own because a native binary initializes all others
 * while it is built, and so every process would hash with the seed of the build.
 */
final class HashSeed {

    static final long VALUE = new SplittableRandom().nextLong();

    private HashSeed() {}
}
