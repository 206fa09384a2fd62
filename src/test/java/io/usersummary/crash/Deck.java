package io.usersummary.crash;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Draws at random, but every card once before any comes again. Not thread-safe. */
final class Deck<T> {

    private final T[] cards;
    private final Random random;
    private final Deque<T> left = new ArrayDeque<>();

    Deck(T[] cards, Random random) {
        this.cards = cards;
        this.random = random;
    }

    T draw() {
        if (left.isEmpty()) {
            List<T> shuffled = Arrays.asList(cards.clone());
            Collections.shuffle(shuffled, random);
            left.addAll(shuffled);
        }
        return left.remove();
    }
}
