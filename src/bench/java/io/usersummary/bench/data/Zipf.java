package io.usersummary.bench.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws ranks with probability proportional to 1/rank: few users act often, most hardly ever. */
final class Zipf {

    private final double[] cumulated;

    Zipf(int ranks) {
        cumulated = new double[ranks];
        double sum = 0;
        for (int i = 0; i < ranks; i++) {
            sum += 1.0 / (i + 1);
            cumulated[i] = sum;
        }
    }

    /** A rank from 0 (the most frequent) to ranks - 1. */
    int next(SplittableRandom random) {
        double point = random.nextDouble() * cumulated[cumulated.length - 1];
        int found = Arrays.binarySearch(cumulated, point);
        return found >= 0 ? found : -found - 1;
    }
}
