package io.usersummary.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Turns the inside of a JSON string into its text. Only strings with escapes come here. */
final class JsonText {

    private JsonText() {}

    /**
     * The text of a well-formed JSON string in UTF-8.
     *
     * @param from after the opening quote
     * @param to at the closing quote
     * @return null if the text has half a surrogate pair, which UTF-8 cannot express
     */
    static byte[] unescape(byte[] bytes, int from, int to) {
        String raw = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char kind = raw.charAt(++i);
            switch (kind) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    text.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
                    i += 4;
                }
                default -> text.append(kind);
            }
        }
        try {
            ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] encoded = new byte[utf8.remaining()];
            utf8.get(encoded);
            return encoded;
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
