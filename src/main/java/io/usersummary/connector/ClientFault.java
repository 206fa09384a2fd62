package io.usersummary.connector;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/**
 * Calls what keeps a client from its broker by its own name, and says what to set. Kafka's own
 * words for most of it are "SSL handshake failed".
 */
public final class ClientFault {

    private ClientFault() {}

    /** One sentence for a person, from the most telling of a failure's causes. */
    public static String describe(Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 10; cause = cause.getCause()) {
            String name = name(cause);
            if (name != null) {
                return name;
            }
            depth++;
        }
        Throwable root = rootOf(failure);
        return root == failure ? text(failure) : text(failure) + ": " + text(root);
    }

    /**
     * Whether a client could not be made for want of something that is not in the settings, and may
     * be there later: a name that resolves, a token.
     */
    public static boolean mayPass(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isWithoutToken(cause)
                    || cause instanceof ConfigException && text(cause).contains("resolvable")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWithoutToken(Throwable cause) {
        return cause instanceof LoginException && text(cause).contains("JwtRetriever");
    }

    /** The message of a failed login is a stack trace, written out. */
    private static String lastCause(Throwable login) {
        String[] causes = text(login).split("Caused by: ");
        String line = causes[causes.length - 1].lines().findFirst().orElse("");
        return line.replaceFirst("^[\\w.$]+: ", "");
    }

    /** The cause at the bottom of it, which often says more than the one on top. */
    static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }

    private static String text(Throwable failure) {
        return failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : failure.getMessage();
    }

    private static String name(Throwable cause) {
        String message = cause.getMessage() == null ? "" : cause.getMessage();
        if (cause instanceof UnsupportedSaslMechanismException) {
            return message + ": set kafka.sasl.mechanism to one that is";
        }
        if (cause instanceof SaslAuthenticationException) {
            return "the broker does not know this user or password (%s): correct kafka.sasl.jaas.config"
                    .formatted(message);
        }
        if (isWithoutToken(cause)) {
            return "the token endpoint gives this service no token (%s): correct kafka.sasl.oauthbearer.token.endpoint.url, or client.id and client.secret under kafka.sasl.oauthbearer.client.credentials"
                    .formatted(lastCause(cause));
        }
        if (cause instanceof NoClassDefFoundError && message.contains("jose4j")) {
            return "a library is missing that this service does without: set kafka.sasl.oauthbearer.jwt.validator.class=org.apache.kafka.common.security.oauthbearer.ClientJwtValidator";
        }
        if (cause instanceof GroupAuthorizationException refusal) {
            return "no right to Read group %s: give it with kafka-acls.sh --add --allow-principal User:<this service> --operation Read --group %<s"
                    .formatted(refusal.groupId());
        }
        if (cause instanceof TopicAuthorizationException refusal) {
            return "rights on topics %s are missing; readiness \"rights\" names them"
                    .formatted(refusal.unauthorizedTopics());
        }
        return certificate(cause, message);
    }

    private static String certificate(Throwable cause, String message) {
        if (cause instanceof CertificateExpiredException) {
            return "the broker's certificate has expired (%s): have it renewed, or correct this machine's clock"
                    .formatted(message);
        }
        if (cause instanceof CertificateNotYetValidException) {
            return "the broker's certificate is not valid yet (%s): correct this machine's clock"
                    .formatted(message);
        }
        String text = message.toLowerCase(Locale.ROOT);
        if (text.contains("unable to find valid certification path")
                || text.contains("path does not chain with any of the trust anchors")
                || text.contains("trustanchors parameter must be non-empty")) {
            return "the broker's certificate is signed by an authority that is not trusted: put that authority's certificate where kafka.ssl.truststore.location, or the trust store of the TLS configuration, points to";
        }
        if (text.contains("no subject alternative") || text.startsWith("no name matching")) {
            return "the broker's certificate is for another host (%s): correct kafka.bootstrap.servers or the broker's advertised.listeners, or have a certificate for that name"
                    .formatted(message);
        }
        if (text.contains("fatal alert: ") && text.contains("certificate")
                || text.contains("fatal alert: unknown_ca")) {
            return "the broker refuses this service's certificate (%s): name one it trusts with kafka.ssl.keystore.location, or in the key store of the TLS configuration"
                    .formatted(message);
        }
        return null;
    }
}
