package io.usersummary.json;

/**
 * What texts that were read before consist of besides their scalars: names, punctuation and white
 * space, byte for byte. Texts of one kind are alike, so that nearly always the next one differs
 * from an earlier one in nothing but its strings, numbers and words. Then it is as well formed as
 * that one and has its scalars at the same places, and nothing but them is scanned. (Speculative
 * parsing, as in Li et al., "Mison: A Fast JSON Parser for Data Analytics", VLDB 2017.)
 *
 * <p>It is a tree: texts of several kinds share what they begin with. What is like none of them is
 * to be read by its every byte, and can be learnt then. Not thread-safe.
 *
 * @param <T> what is known of all texts that are alike
 */
public final class Outline<T> {

    /** Where there are so many parts, or alternatives at one place, it begins anew. */
    static final int MOST_PARTS = 1_024;

    private static final int MOST_ALTERNATIVES = 16;
    private static final int LONGEST_PART = 1_024;

    /** Where every text is different, one of so many is compared in vain. */
    private static final int LONGEST_PAUSE = 64;

    /** Bytes before a scalar, or behind the last one. */
    private static final class Part<T> extends TextMatcher {

        private final boolean last;
        private final T known;

        /** What may follow behind the scalar. */
        private Part<T> next;

        /** What may be there in its place: no longer than it is, see {@link #extend}. */
        private Part<T> other;

        Part(byte[] bytes, int from, int to, boolean last, T known) {
            super(bytes, from, to);
            this.last = last;
            this.known = known;
        }
    }

    private final Part<T> root = new Part<>(new byte[0], 0, 0, false, null);
    private int parts;
    private boolean isFull;
    private int missed;
    private int pause;

    /** How many parts are kept. */
    int parts() {
        return parts;
    }

    /** Whether it is worth while to compare the next text; to be asked once for each. */
    public boolean isExpected() {
        return pause == 0 || --pause == 0;
    }

    /**
     * Consumes a text that is like an earlier one; its scalars are remembered.
     *
     * @param json at the beginning of the text
     * @return what is known of such texts; null if it is like none
     * @throws UnreadableException if one of its scalars is not well formed
     */
    public T follow(JsonScanner json) throws UnreadableException {
        byte[] bytes = json.bytes();
        int end = json.end();
        int at = json.position();
        int[] scalars = json.scalarStarts();
        int count = 0;
        Part<T> part = root.next;
        while (part != null) {
            int from = at + part.length();
            if (!part.isAt(bytes, at, end) || part.last && from != end) {
                part = part.other;
            } else if (part.last) {
                missed = 0;
                return part.known;
            } else {
                scalars[count++] = from;
                at = PlainScalar.end(bytes, from, end);
                if (at == JsonScanner.NONE) {
                    at = json.scalarEnd(from);
                }
                part = at == JsonScanner.NONE ? null : part.next;
            }
        }
        pause = Math.min(++missed, LONGEST_PAUSE);
        return null;
    }

    /**
     * Learns from a text.
     *
     * @param json at the end of the text, which is well formed
     * @param known what is known of all that is like it
     */
    public void learn(JsonScanner json, T known) throws UnreadableException {
        if (json.scalars() > JsonScanner.REMEMBERED_SCALARS) {
            return;
        }
        if (isFull) {
            root.next = null;
            parts = 0;
            isFull = false;
        }
        Part<T> part = root;
        int from = json.start();
        int to = json.position();
        for (int i = 0; i < json.scalars() && part != null; i++) {
            part = extend(part, new Part<>(json.bytes(), from, json.scalarStart(i), false, null));
            from = json.scalarEnd(json.scalarStart(i));
        }
        if (part != null) {
            extend(part, new Part<>(json.bytes(), from, to, true, known));
        }
    }

    /**
     * The part with these bytes behind another one, which is added if there is room for it. Longer
     * ones come first: where they stand, no scalar follows on bytes that they begin with.
     */
    private Part<T> extend(Part<T> part, Part<T> added) {
        int alternatives = 0;
        Part<T> longer = null;
        for (Part<T> there = part.next; there != null; there = there.other) {
            if (there.looksForTheSameAs(added) && there.last == added.last) {
                return there;
            }
            if (there.length() >= added.length()) {
                longer = there;
            }
            alternatives++;
        }
        if (added.length() > LONGEST_PART) {
            return null;
        }
        if (longer == null) {
            added.other = part.next;
            part.next = added;
        } else {
            added.other = longer.other;
            longer.other = added;
        }
        isFull |= ++parts == MOST_PARTS || alternatives == MOST_ALTERNATIVES;
        return added;
    }
}
