package io.usersummary.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The one pair of basic credentials that opens the dashboard. */
final class Credentials {

    private static final String SCHEME = "Basic ";

    private final byte[] expected;

    private Credentials(String username, String password) {
        expected = digest((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Null when none are set. */
    static Credentials of(DashboardSettings settings) {
        return settings.username().isPresent() && settings.password().isPresent()
                ? new Credentials(settings.username().get(), settings.password().get())
                : null;
    }

    /** Compares digests in constant time, so that the answer's time tells nothing. */
    boolean match(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        try {
            String encoded = authorization.substring(SCHEME.length()).trim();
            return MessageDigest.isEqual(expected, digest(Base64.getDecoder().decode(encoded)));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
