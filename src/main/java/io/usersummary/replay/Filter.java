package io.usersummary.replay;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which dead letters are sent back: those of which everything holds that is asked for.
 *
 * @param reason what the reason contains; empty for any
 * @param since when they were set aside at the earliest; empty for any time
 * @param until when they were set aside at the latest, exclusive; empty for any time
 * @param partitions of the input topic, that they came from; empty for any
 * @param again whether those are meant, too, that were sent back before and came back
 */
record Filter(
        Optional<String> reason,
        Optional<Instant> since,
        Optional<Instant> until,
        List<Integer> partitions,
        boolean again) {

    static final String REASON = "--reason=";
    static final String SINCE = "--since=";
    static final String UNTIL = "--until=";
    static final String PARTITION = "--partition=";
    static final String AGAIN = "--again";

    /**
     * Reads a filter as it is written on the command line.
     *
     * @throws IllegalArgumentException if a word is none of it, with what is allowed
     */
    static Filter of(Collection<String> words) {
        Optional<String> reason = Optional.empty();
        Optional<Instant> since = Optional.empty();
        Optional<Instant> until = Optional.empty();
        List<Integer> partitions = List.of();
        boolean again = false;
        for (String word : words) {
            if (word.startsWith(REASON)) {
                reason = Optional.of(word.substring(REASON.length()));
            } else if (word.startsWith(SINCE)) {
                since = Optional.of(time(word, SINCE));
            } else if (word.startsWith(UNTIL)) {
                until = Optional.of(time(word, UNTIL));
            } else if (word.startsWith(PARTITION)) {
                partitions = partitions(word);
            } else if (word.equals(AGAIN)) {
                again = true;
            } else {
                throw new IllegalArgumentException("'" + word + "' is no option");
            }
        }
        return new Filter(reason, since, until, partitions, again);
    }

    private static Instant time(String word, String option) {
        try {
            return OffsetDateTime.parse(word.substring(option.length())).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'%s' is no time with an offset, such as %s2026-11-24T08:00:00Z"
                            .formatted(word, option));
        }
    }

    private static List<Integer> partitions(String word) {
        try {
            TreeSet<Integer> numbers = new TreeSet<>();
            for (String number : word.substring(PARTITION.length()).split(",", -1)) {
                numbers.add(Integer.parseUnsignedInt(number.trim()));
            }
            return List.copyOf(numbers);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'%s' names no partitions, such as %s0,3".formatted(word, PARTITION));
        }
    }

    /** The words by which the same filter is read again. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        reason.ifPresent(text -> words.add(REASON + text));
        since.ifPresent(time -> words.add(SINCE + time));
        until.ifPresent(time -> words.add(UNTIL + time));
        if (!partitions.isEmpty()) {
            words.add(
                    PARTITION
                            + partitions.stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(",")));
        }
        if (again) {
            words.add(AGAIN);
        }
        return words;
    }

    /** Whether a letter is meant, leaving aside how often it was sent back. */
    boolean means(Letter letter) {
        return reason.map(letter.reason()::contains).orElse(true)
                && since.map(time -> letter.aside() >= time.toEpochMilli()).orElse(true)
                && until.map(time -> letter.aside() < time.toEpochMilli()).orElse(true)
                && (partitions.isEmpty() || partitions.contains(letter.partition()));
    }

    /** Whether it is sent back, too: a letter that came back is only if that is asked for. */
    boolean sends(Letter letter) {
        return means(letter) && (again || letter.returns() == 0);
    }
}
