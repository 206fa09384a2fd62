package io.usersummary.event;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the userId or the time of an event is found: at JSON Pointers into the record's value, of
 * which the first that leads to something else than null counts; or in the record itself, its key
 * or its timestamp.
 *
 * @param text as it was set
 * @param pointers in the order in which they count; none if the record itself says it
 */
public record Source(String text, List<JsonPointer> pointers) {

    /** The word for the record's key, as the place of a userId. */
    public static final String KEY = "key";

    /** The word for the record's own timestamp, as the place of an event's time. */
    public static final String RECORD = "record";

    /**
     * Reads what was set: one or more pointers, separated by commas, or the word. A comma within a
     * name is written {@code \,}; blanks around pointers do not count.
     *
     * @param word {@link #KEY} or {@link #RECORD}
     * @throws IllegalArgumentException if it is neither, with the reason
     */
    public static Source of(String text, String word) {
        if (text.trim().equals(word)) {
            return new Source(word, List.of());
        }
        List<JsonPointer> pointers = new ArrayList<>();
        for (String pointer : split(text)) {
            if (pointer.equals(word)) {
                throw new IllegalArgumentException(
                        "'%s' stands for itself, without pointers beside it".formatted(word));
            }
            pointers.add(JsonPointer.of(pointer));
        }
        return new Source(text.trim(), List.copyOf(pointers));
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == ',') {
                part.append(text.charAt(++i));
            } else if (c == ',') {
                parts.add(part.toString().trim());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString().trim());
        return parts;
    }

    /** Whether the record itself says it, its key or its timestamp. */
    public boolean isRecord() {
        return pointers.isEmpty();
    }

    @Override
    public String toString() {
        return text;
    }
}
