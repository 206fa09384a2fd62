package io.usersummary.query;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes the position where a page ended as text that a client hands back for the next page.
 *
 * <p>It is bound to the question by a digest. In an order it holds the last value and id, and any
 * process understands it. Without an order it holds a place of this process's table, which means
 * nothing elsewhere and could do harm if it were invented: so it is signed with a secret of this
 * process.
 */
final class Cursors {

    private static final String DIGEST = "HmacSHA256";
    private static final int DIGEST_BYTES = 16;
    private static final int HEAD = Long.BYTES + Long.BYTES;
    private static final byte[] EVERYBODY = "user-summary".getBytes(StandardCharsets.US_ASCII);

    private final byte[] secret = new byte[32];
    private final long process;

    Cursors() {
        SecureRandom random = new SecureRandom();
        random.nextBytes(secret);
        process = random.nextLong() | 1;
    }

    String write(Position position, Filter filter, Order order) {
        byte[] body =
                ByteBuffer.allocate(HEAD + position.userId().length)
                        .putLong(order == Order.NONE ? process : 0)
                        .putLong(position.key())
                        .put(position.userId())
                        .array();
        byte[] digest = digest(body, filter, order);
        byte[] all = Arrays.copyOf(digest, DIGEST_BYTES + body.length);
        System.arraycopy(body, 0, all, DIGEST_BYTES, body.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /**
     * @throws InvalidQueryException if the text is no cursor of this question
     */
    Position read(String text, Filter filter, Order order) {
        byte[] all = decode(text);
        byte[] body = Arrays.copyOfRange(all, DIGEST_BYTES, all.length);
        ByteBuffer fields = ByteBuffer.wrap(body);
        long maker = fields.getLong();
        if (order == Order.NONE && maker != 0 && maker != process) {
            throw new InvalidQueryException(
                    "The cursor is of another instance, or of a time before this one was started."
                            + " Without an order a walk cannot go on there: begin again without a"
                            + " cursor.");
        }
        if (!MessageDigest.isEqual(digest(body, filter, order), Arrays.copyOf(all, DIGEST_BYTES))) {
            throw new InvalidQueryException(
                    "The cursor belongs to another question: filter and order must stay the same"
                            + " from page to page. Use the address in the Link header as it is.");
        }
        long key = fields.getLong();
        return new Position(key, Arrays.copyOfRange(body, HEAD, body.length));
    }

    private static byte[] decode(String text) {
        try {
            byte[] all = Base64.getUrlDecoder().decode(text);
            if (all.length >= DIGEST_BYTES + HEAD) {
                return all;
            }
        } catch (IllegalArgumentException e) {
            // Said below, as for any other text that is none.
        }
        throw new InvalidQueryException(
                "This is not a cursor. Use the address in the Link header as it is.");
    }

    private byte[] digest(byte[] body, Filter filter, Order order) {
        try {
            Mac mac = Mac.getInstance(DIGEST);
            mac.init(new SecretKeySpec(order == Order.NONE ? secret : EVERYBODY, DIGEST));
            mac.update((order + "\n" + filter).getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Arrays.copyOf(mac.doFinal(body), DIGEST_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has " + DIGEST, e);
        }
    }
}
