package io.usersummary.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That brokers and JVM do say this is shown by tests that meet them. */
class ClientFaultTest {

    private static final String UNKNOWN_AUTHORITY = "signed by an authority that is not trusted";
    private static final String ANOTHER_HOST = "is for another host";
    private static final String REFUSED = "refuses this service's certificate";

    static Stream<Arguments> faults() {
        return Stream.of(
                fault(
                        new UnsupportedSaslMechanismException("PLAIN is not enabled"),
                        "PLAIN is not enabled: set kafka.sasl.mechanism"),
                fault(
                        new SaslAuthenticationException("invalid credentials"),
                        "does not know this user or password (invalid credentials)"),
                fault(withoutToken(), "gives this service no token (401 Unauthorized): correct"),
                fault(new NoClassDefFoundError("org/jose4j/jwt/JwtClaims"), "jwt.validator.class="),
                fault(
                        GroupAuthorizationException.forGroupId("readers"),
                        "no right to Read group readers"),
                fault(
                        new TopicAuthorizationException(Set.of("input")),
                        "rights on topics [input] are missing"),
                fault(
                        new CertificateExpiredException("NotAfter: then"),
                        "has expired (NotAfter: then)"),
                fault(
                        new CertificateNotYetValidException("NotBefore: then"),
                        "is not valid yet (NotBefore: then)"),
                fault(
                        new CertPathValidatorException(
                                "unable to find valid certification path to requested target"),
                        UNKNOWN_AUTHORITY),
                fault(
                        new CertPathValidatorException(
                                "Path does not chain with any of the trust anchors"),
                        UNKNOWN_AUTHORITY),
                fault(
                        new CertPathValidatorException(
                                "the trustAnchors parameter must be non-empty"),
                        UNKNOWN_AUTHORITY),
                fault(
                        new CertificateException("No subject alternative DNS name matching x"),
                        ANOTHER_HOST),
                fault(new CertificateException("No name matching x found"), ANOTHER_HOST),
                fault(new SSLHandshakeException("Received fatal alert: bad_certificate"), REFUSED),
                fault(new SSLHandshakeException("Received fatal alert: unknown_ca"), REFUSED));
    }

    private static Arguments fault(Throwable cause, String said) {
        return Arguments.of(cause, said);
    }

    private static Throwable withoutToken() {
        return new LoginException(
                "java.io.IOException: of JwtRetriever\n\tat a.B.c(B.java:1)\n"
                        + "Caused by: java.io.IOException: 401 Unauthorized\n\tat a.B.c(B.java:2)");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isCalledByItsNameHoweverDeepItLies(Throwable cause, String said) {
        String description =
                ClientFault.describe(new KafkaException("SSL handshake failed", wrapped(cause)));
        assertTrue(description.contains(said), description);
        assertFalse(description.contains("handshake failed"), description);
    }

    private static Throwable wrapped(Throwable cause) {
        return new IllegalStateException(new IllegalArgumentException("wrapped", cause));
    }

    @Test
    void whatHasNoNameIsSaidInItsOwnWordsAndInThoseOfWhatLiesAtTheBottom() {
        assertEquals("away", ClientFault.describe(new KafkaException("away")));
        assertEquals("KafkaException", ClientFault.describe(new KafkaException((String) null)));
        assertEquals(
                "in vain: no route",
                ClientFault.describe(
                        new KafkaException("in vain", wrapped(new Exception("no route")))));
        assertEquals(
                "certificate",
                ClientFault.describe(new KafkaException("certificate")),
                "no alert of the broker");
        assertEquals(
                "Received fatal alert: protocol_version",
                ClientFault.describe(
                        new SSLHandshakeException("Received fatal alert: protocol_version")),
                "no word of a certificate");
    }

    @Test
    void loginThatLacksMoreThanATokenAndALibraryThatIsAnotherAreNotTakenForThose() {
        assertEquals("no file", ClientFault.describe(new LoginException("no file")));
        assertEquals("a/B", ClientFault.describe(new NoClassDefFoundError("a/B")));
    }

    @Test
    void onlyNamesThatDoNotResolveAndTokensThatDoNotComeMayPass() {
        assertTrue(ClientFault.mayPass(new KafkaException("in vain", withoutToken())));
        assertTrue(
                ClientFault.mayPass(
                        new KafkaException(
                                "in vain",
                                new ConfigException(
                                        "No resolvable bootstrap urls given in bootstrap.servers"))));
        assertFalse(ClientFault.mayPass(new ConfigException("no such value")));
        assertFalse(ClientFault.mayPass(new KafkaException("not resolvable")));
        assertFalse(ClientFault.mayPass(new LoginException("no file")));
        assertFalse(ClientFault.mayPass(new KafkaException("of JwtRetriever")));
    }
}
