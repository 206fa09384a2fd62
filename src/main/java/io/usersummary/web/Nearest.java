package io.usersummary.web;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the name that somebody who mistyped one most likely meant. */
final class Nearest {

    private Nearest() {}

    /** The name with the least edit distance (Levenshtein), letters' case aside. */
    static String to(String mistyped, Collection<String> names) {
        String typed = shortened(mistyped).toLowerCase(Locale.ROOT);
        return names.stream()
                .min(
                        Comparator.comparingInt(
                                name -> distance(typed, name.toLowerCase(Locale.ROOT))))
                .orElseThrow();
    }

    /** Nobody means anything by the rest of a name that is longer than this. */
    static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }

    private static int distance(String a, String b) {
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = last[0];
            last[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = last[j];
                last[j] = Math.min(replaced, 1 + Math.min(last[j], last[j - 1]));
            }
        }
        return last[b.length()];
    }
}
