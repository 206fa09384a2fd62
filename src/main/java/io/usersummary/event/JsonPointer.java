package io.usersummary.event;

import java.util.ArrayList;
import java.util.List;

/**
 * A JSON Pointer (RFC 6901): the names of members and the indexes of elements that lead from the
 * whole document to one value in it.
 *
 * @param text as it was written, such as {@code /actor/login}
 */
record JsonPointer(String text, List<Step> steps) {

    /** The longest index that fits an {@code int}, whatever its digits are. */
    private static final int MAX_INDEX_DIGITS = 9;

    /**
     * A step into an object by the name of a member, or into an array by the index of an element.
     *
     * @param index {@link #NO_INDEX} if the name is none
     */
    record Step(String name, int index) {
        static final int NO_INDEX = -1;
    }

    /**
     * Reads a pointer.
     *
     * @throws IllegalArgumentException if it is none, with the reason
     */
    static JsonPointer of(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a pointer is empty");
        }
        if (text.charAt(0) != '/') {
            throw new IllegalArgumentException("'" + text + "' does not begin with a '/'");
        }
        List<Step> steps = new ArrayList<>();
        for (String token : text.substring(1).split("/", -1)) {
            steps.add(new Step(unescape(token, text), index(token)));
        }
        return new JsonPointer(text, List.copyOf(steps));
    }

    private static String unescape(String token, String pointer) {
        StringBuilder name = new StringBuilder(token.length());
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c != '~') {
                name.append(c);
                continue;
            }
            char kind = ++i < token.length() ? token.charAt(i) : ' ';
            if (kind != '0' && kind != '1') {
                throw new IllegalArgumentException(
                        "'" + pointer + "' has a '~' that is neither ~0 for '~' nor ~1 for '/'");
            }
            name.append(kind == '0' ? '~' : '/');
        }
        return name.toString();
    }

    private static int index(String token) {
        boolean digits =
                !token.isEmpty()
                        && token.length() <= MAX_INDEX_DIGITS
                        && token.chars().allMatch(c -> c >= '0' && c <= '9');
        boolean index = digits && (token.length() == 1 || token.charAt(0) != '0');
        return index ? Integer.parseInt(token) : Step.NO_INDEX;
    }

    @Override
    public String toString() {
        return text;
    }
}
