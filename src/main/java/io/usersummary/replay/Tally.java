package io.usersummary.replay;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What became of the letters that were looked at, and how that is told. */
final class Tally {

    /** What can become of a letter. */
    enum Fate {
        RETURNED("sent back"),
        RETURNED_BEFORE("were sent back by an earlier run, and left alone"),
        CAME_BACK("were sent back once and set aside again, and left alone (--again sends them)"),
        CUT("are cut, and cannot be sent back; their originals are listed above"),
        TOO_LARGE("are too large for the input topic now; they are listed above"),
        WITHOUT_TIME(
                "do not say their original's own timestamp, which event.timestamp=record needs, and were left alone"),
        OF_ANOTHER_TOPIC("came from another topic, and were left alone"),
        NOT_MEANT("are not asked for"),
        FOREIGN("were not written by this service, and were left alone");

        private final String words;

        Fate(String words) {
            this.words = words;
        }
    }

    private static final int MOST_LISTED = 100;
    private static final int MOST_REASONS = 20;

    /** Reasons that differ only in where a value is broken are one. */
    private static final Pattern PLACE = Pattern.compile(" at byte \\d+$");

    private final PrintStream out;
    private final boolean dryRun;
    private final Map<Fate, Long> counts = new EnumMap<>(Fate.class);
    private final Map<String, Long> reasons = new TreeMap<>();
    private final List<String> listed = new ArrayList<>();
    private long looked;

    Tally(PrintStream out, boolean dryRun) {
        this.out = out;
        this.dryRun = dryRun;
    }

    void count(Fate fate) {
        looked++;
        counts.merge(fate, 1L, Long::sum);
    }

    /** A letter that is sent back, or would be. */
    void returned(Letter letter) {
        count(Fate.RETURNED);
        reasons.merge(kind(letter), 1L, Long::sum);
    }

    private static String kind(Letter letter) {
        return PLACE.matcher(letter.reason()).replaceFirst("");
    }

    /** A letter that cannot be sent back: where its original is, while the list is not too long. */
    void lost(Fate fate, Letter letter) {
        count(fate);
        if (listed.size() < MOST_LISTED) {
            listed.add(letter.origin() + ": " + letter.reason());
        }
    }

    /** The same for one that was counted as sent back. */
    void refused(Letter letter) {
        looked--;
        counts.merge(Fate.RETURNED, -1L, Long::sum);
        reasons.merge(kind(letter), -1L, Long::sum);
        lost(Fate.TOO_LARGE, letter);
    }

    long of(Fate fate) {
        return counts.getOrDefault(fate, 0L);
    }

    /**
     * One line on the way.
     *
     * @param all how many letters there are, about
     */
    void progress(long all) {
        out.println(
                number(looked)
                        + " of about "
                        + number(all)
                        + " letters looked at, "
                        + number(of(Fate.RETURNED))
                        + (dryRun ? " would be sent back" : " sent back"));
    }

    /** The whole story. */
    void tell() {
        listed.forEach(place -> out.println("  not sent back: the one from " + place));
        long unlisted = of(Fate.CUT) + of(Fate.TOO_LARGE) - listed.size();
        if (unlisted > 0) {
            out.println(
                    "  and "
                            + number(unlisted)
                            + " more; their headers dead-letter-topic, -partition and -offset say where the originals are");
        }
        out.println(number(looked) + " dead letters looked at:");
        out.println(line(of(Fate.RETURNED), dryRun ? "would be sent back" : Fate.RETURNED.words));
        reasons.entrySet().stream()
                .filter(reason -> reason.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_REASONS)
                .forEach(
                        reason ->
                                out.println(
                                        "      "
                                                + number(reason.getValue())
                                                + " - "
                                                + reason.getKey()));
        counts.forEach(
                (fate, count) -> {
                    if (fate != Fate.RETURNED && count > 0) {
                        out.println(line(count, fate.words));
                    }
                });
    }

    private static String line(long count, String words) {
        return "  " + number(count) + " " + words;
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
