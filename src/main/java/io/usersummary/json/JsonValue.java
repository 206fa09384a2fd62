package io.usersummary.json;

/**
 * A value where it stands in the text that a scanner walks over; nothing is made of it before
 * somebody asks. Mutable, to be reused; empty again when the scanner begins another text.
 */
public final class JsonValue {

    /** What a value can be. A whole number is one without fraction and exponent. */
    public enum Kind {
        TEXT("text"),
        WHOLE_NUMBER("a whole number"),
        OTHER_NUMBER("a number with a fraction or an exponent"),
        TRUE("true"),
        FALSE("false"),
        NULL("null"),
        OBJECT("an object"),
        ARRAY("an array");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** The kind in words for a person. */
        public String words() {
            return words;
        }
    }

    /** A whole number that is too large, or too far below zero. */
    public static final long OUT_OF_RANGE = Integers.OUT_OF_RANGE;

    private final JsonScanner scanner;
    private int from;
    private int to;
    private boolean escaped;
    private boolean whole;

    /** A value of the texts that this scanner walks over. */
    public JsonValue(JsonScanner scanner) {
        this.scanner = scanner;
    }

    /**
     * @param escaped whether it holds escapes, if it is a text
     * @param whole whether it is a whole one, if it is a number
     */
    void set(int from, int to, boolean escaped, boolean whole) {
        this.from = from;
        this.to = to;
        this.escaped = escaped;
        this.whole = whole;
    }

    /** What it is. */
    public Kind kind() {
        return switch (scanner.bytes()[from]) {
            case '"' -> Kind.TEXT;
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case 't' -> Kind.TRUE;
            case 'f' -> Kind.FALSE;
            case 'n' -> Kind.NULL;
            default -> whole ? Kind.WHOLE_NUMBER : Kind.OTHER_NUMBER;
        };
    }

    /**
     * Points a span at a text in UTF-8, without its quotes: at the bytes themselves, or at a copy
     * if there were escapes to resolve.
     *
     * @return false if the text has half a surrogate pair, which UTF-8 cannot express
     */
    public boolean text(Span span) {
        if (!escaped) {
            span.set(scanner.bytes(), from + 1, to - from - 2);
            return true;
        }
        byte[] text = JsonText.unescape(scanner.bytes(), from + 1, to - 1);
        if (text != null) {
            span.set(text, 0, text.length);
        }
        return text != null;
    }

    /** Points a span at a number as it is written. */
    public void digits(Span span) {
        span.set(scanner.bytes(), from, to - from);
    }

    /** A whole number; {@link #OUT_OF_RANGE} if it does not fit a {@code long}. */
    public long wholeNumber() {
        return Integers.read(scanner.bytes(), from, to);
    }
}
