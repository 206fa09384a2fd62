package io.usersummary.json;

/**
 * Walks over one JSON text (RFC 8259, UTF-8 only) without building anything from it, and refuses
 * what is not well formed.
 *
 * <p>Limits that keep a hostile text harmless: values nest at most {@value #MAX_DEPTH} deep and a
 * number has at most {@value #MAX_NUMBER_LENGTH} characters. Not thread-safe; meant to be reused.
 */
public final class JsonScanner {

    public static final int MAX_DEPTH = 512;
    public static final int MAX_NUMBER_LENGTH = 1_000;

    /** Of so many scalars it is remembered where they were. */
    public static final int REMEMBERED_SCALARS = 128;

    /** No place. */
    static final int NONE = -1;

    private final long[] inObject = new long[MAX_DEPTH / Long.SIZE];
    private final int[] scalarStarts = new int[REMEMBERED_SCALARS];

    private int scalarCount;

    private byte[] bytes;
    private int start;
    private int position;
    private int end;

    private int stringStart;
    private int stringEnd;
    private boolean stringEscaped;
    private boolean wholeNumber;

    /**
     * Begins a text.
     *
     * @param bytes holds the text; kept, not copied, until the next text begins
     */
    public void reset(byte[] bytes, int from, int length) {
        if (this.bytes != bytes) {
            // Records of a poll share an array, and a reference is dear to store for some
            // collectors.
            this.bytes = bytes;
        }
        this.start = from;
        this.position = from;
        this.end = from + length;
        this.scalarCount = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Skips white space and returns the byte there, without consuming it; -1 at the end. */
    public int peek() {
        while (position < end) {
            byte b = bytes[position];
            if (b > ' ' || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
                return b & 0xFF;
            }
            position++;
        }
        return -1;
    }

    public void expect(char wanted) throws UnreadableException {
        if (peek() != wanted) {
            throw malformed("'" + wanted + "' expected");
        }
        position++;
    }

    /** Consumes the end of a member or element; true if another follows, false at the close. */
    public boolean another(char close) throws UnreadableException {
        int b = peek();
        if (b != ',' && b != close) {
            throw malformed("',' or '" + close + "' expected");
        }
        position++;
        return b == ',';
    }

    /** Consumes a member's name and the colon after it; the name is the last string. */
    public void memberName() throws UnreadableException {
        // The usual way, kept short: plain ASCII, with no white space around it.
        int at = position;
        byte[] bytes = this.bytes;
        int end = this.end;
        if (at < end && bytes[at] == '"') {
            int close = plainAsciiEnd(at + 1);
            if (close + 1 < end && bytes[close] == '"' && bytes[close + 1] == ':') {
                stringStart = at + 1;
                stringEnd = close;
                stringEscaped = false;
                position = close + 2;
                return;
            }
        }
        string();
        expect(':');
    }

    /** Consumes the opening of an object; true if a member follows, false if it is closed again. */
    public boolean object() throws UnreadableException {
        expect('{');
        if (peek() != '}') {
            return true;
        }
        position++;
        return false;
    }

    /**
     * Consumes the opening of an array; true if an element follows, false if it is closed again.
     */
    public boolean array() throws UnreadableException {
        expect('[');
        if (peek() != ']') {
            return true;
        }
        position++;
        return false;
    }

    /** Where the next byte is that was not consumed yet. */
    public int position() {
        return position;
    }

    /**
     * Notes the value that was consumed since then.
     *
     * @param from where its first byte is
     */
    public void since(int from, JsonValue value) {
        value.set(from, position, stringEscaped, wholeNumber);
    }

    /** Where the text begins. */
    public int start() {
        return start;
    }

    /** The place behind its last byte. */
    int end() {
        return end;
    }

    /** Whether the value that begins there is null. */
    public boolean isNull(int from) {
        return bytes[from] == 'n';
    }

    /**
     * The place behind the string, number or word that begins somewhere.
     *
     * @return {@link #NONE} if anything else is there, be it white space
     */
    int scalarEnd(int from) throws UnreadableException {
        int first = from < end ? bytes[from] : -1;
        boolean number = first == '-' || first >= '0' && first <= '9';
        boolean word = first >= 'a' && first <= 'z';
        if (first != '"' && !number && !word) {
            return NONE;
        }
        position = from;
        scalar(first);
        return position;
    }

    /** How many strings, numbers and words were consumed as values. */
    public int scalars() {
        return scalarCount;
    }

    /** Where one of the first {@value #REMEMBERED_SCALARS} of them begins. */
    public int scalarStart(int number) {
        return scalarStarts[number];
    }

    int[] scalarStarts() {
        return scalarStarts;
    }

    /** Consumes the scalar that begins somewhere. */
    public void scalarAt(int from) throws UnreadableException {
        int to = PlainScalar.end(bytes, from, end);
        if (to == NONE) {
            position = from;
            scalar(bytes[from]);
            return;
        }
        position = to;
        stringEscaped = false;
        wholeNumber = true;
    }

    private void remember(int from) {
        if (scalarCount < REMEMBERED_SCALARS) {
            scalarStarts[scalarCount] = from;
        }
        scalarCount++;
    }

    /** Consumes a string: well-formed UTF-8 without raw control characters, with valid escapes. */
    public void string() throws UnreadableException {
        if (peek() != '"') {
            throw malformed("'\"' expected");
        }
        quoted();
    }

    /** The same, at the opening quote. */
    private void quoted() throws UnreadableException {
        stringStart = position + 1;
        stringEscaped = false;
        int at = plainAsciiEnd(position + 1);
        if (at < end && bytes[at] == '"') {
            stringEnd = at;
            position = at + 1;
        } else {
            stringFrom(at);
        }
    }

    /** The rest of a string that is more than plain ASCII. */
    private void stringFrom(int at) throws UnreadableException {
        position = at;
        while (true) {
            position = plainAsciiEnd(position);
            if (position >= end) {
                throw malformed("string without end");
            }
            byte b = bytes[position];
            if (b == '"') {
                stringEnd = position++;
                return;
            } else if (b == '\\') {
                stringEscaped = true;
                escape();
            } else if (b < 0) {
                int length = Utf8.sequenceLength(bytes, position, end);
                if (length == 0) {
                    throw malformed("invalid UTF-8");
                }
                position += length;
            } else if (b < ' ') {
                throw malformed("control character in a string");
            } else {
                position++;
            }
        }
    }

    /**
     * SWAR, eight bytes at a time, up to the first that is a quote, an escape, a control or not
     * ASCII; or short of the end, where fewer than eight bytes are left.
     */
    private int plainAsciiEnd(int from) {
        int at = from;
        int last = end - Long.BYTES;
        byte[] bytes = this.bytes;
        while (at <= last) {
            long special = EightBytes.specials(EightBytes.at(bytes, at));
            if (special != 0) {
                return at + EightBytes.first(special);
            }
            at += Long.BYTES;
        }
        return at;
    }

    private void escape() throws UnreadableException {
        int kind = position + 1 < end ? bytes[position + 1] : -1;
        switch (kind) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> position += 2;
            case 'u' -> {
                for (int i = 2; i < 6; i++) {
                    if (position + i >= end || Character.digit(bytes[position + i], 16) < 0) {
                        throw malformed("invalid \\u escape");
                    }
                }
                position += 6;
            }
            default -> throw malformed("invalid escape");
        }
    }

    /** Whether the last string's text is this, however it was escaped. */
    public boolean textIs(MemberName name) {
        return stringEscaped
                ? name.is(JsonText.unescape(bytes, stringStart, stringEnd))
                : name.is(bytes, stringStart, stringEnd);
    }

    /**
     * Points a span at the last string's text in UTF-8: at the scanned bytes themselves, or at a
     * copy if there were escapes to resolve.
     */
    public void text(Span span) throws UnreadableException {
        if (!stringEscaped) {
            span.set(bytes, stringStart, stringEnd - stringStart);
            return;
        }
        byte[] text = JsonText.unescape(bytes, stringStart, stringEnd);
        if (text == null) {
            throw malformed("half a surrogate pair in a string");
        }
        span.set(text, 0, text.length);
    }

    /**
     * Consumes an integer.
     *
     * @param name what the integer is, for the message if it is none or does not fit a long
     */
    public long integer(String name) throws UnreadableException {
        int first = peek();
        int from = position;
        if (first != '-' && (first < '0' || first > '9') || !number()) {
            throw new UnreadableException(name + " is not an integer");
        }
        long value = Integers.read(bytes, from, position);
        if (value == Integers.OUT_OF_RANGE) {
            throw new UnreadableException(name + " is out of range");
        }
        return value;
    }

    /** Consumes one value of any kind, however deeply nested within the limit. */
    public void value() throws UnreadableException {
        value(0);
    }

    /**
     * The same for a value that is nested itself.
     *
     * @param around how many of the objects and arrays around it count for the limit
     */
    public void value(int around) throws UnreadableException {
        int from = position;
        if (from < end && bytes[from] == '"') {
            quoted(); // What most values are.
            remember(from);
            return;
        }
        int depth = 0;
        while (true) {
            int b = peek();
            if (b == '{' || b == '[') {
                nest(around + depth);
                depth = open(b == '{', depth);
                if (peek() != (b == '{' ? '}' : ']')) {
                    if (b == '{') {
                        memberName();
                    }
                    continue;
                }
                position++;
                depth--;
            } else {
                remember(position);
                scalar(b);
            }
            while (depth > 0) {
                boolean object = isObject(depth - 1);
                if (another(object ? '}' : ']')) {
                    if (object) {
                        memberName();
                    }
                    break;
                }
                depth--;
            }
            if (depth == 0) {
                return;
            }
        }
    }

    /** Refuses to open one more object or array within so many if that is beyond the limit. */
    public void nest(int depth) throws UnreadableException {
        if (depth >= MAX_DEPTH) {
            throw malformed("nested deeper than " + MAX_DEPTH);
        }
    }

    private int open(boolean object, int depth) {
        long bit = 1L << depth;
        if (object) {
            inObject[depth >>> 6] |= bit;
        } else {
            inObject[depth >>> 6] &= ~bit;
        }
        position++;
        return depth + 1;
    }

    private boolean isObject(int depth) {
        return (inObject[depth >>> 6] & (1L << depth)) != 0;
    }

    private void scalar(int first) throws UnreadableException {
        switch (first) {
            case '"' -> quoted();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> wholeNumber = number();
        }
    }

    private void literal(String word) throws UnreadableException {
        for (int i = 0; i < word.length(); i++) {
            if (position >= end || bytes[position] != word.charAt(i)) {
                throw malformed("unknown word");
            }
            position++;
        }
    }

    /** Consumes a number; true if it is an integer, that is without fraction and exponent. */
    private boolean number() throws UnreadableException {
        int from = position;
        if (position < end && bytes[position] == '-') {
            position++;
        }
        if (position < end && bytes[position] == '0') {
            position++;
        } else {
            digits();
        }
        boolean integer = true;
        if (position < end && bytes[position] == '.') {
            integer = false;
            position++;
            digits();
        }
        if (position < end && (bytes[position] | 0x20) == 'e') {
            integer = false;
            position++;
            if (position < end && (bytes[position] == '+' || bytes[position] == '-')) {
                position++;
            }
            digits();
        }
        if (position - from > MAX_NUMBER_LENGTH) {
            throw malformed("number longer than " + MAX_NUMBER_LENGTH + " characters");
        }
        return integer;
    }

    private void digits() throws UnreadableException {
        int at = position;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        boolean none = at == position;
        position = at;
        if (none) {
            throw malformed(position < end ? "unexpected character" : "unexpected end");
        }
    }

    /** Refuses anything but white space up to the end. */
    public void expectEnd() throws UnreadableException {
        if (peek() != -1) {
            throw malformed("text after the end of the object");
        }
    }

    private UnreadableException malformed(String what) {
        return new UnreadableException(
                "not well-formed JSON: " + what + " at byte " + (position - start));
    }
}
