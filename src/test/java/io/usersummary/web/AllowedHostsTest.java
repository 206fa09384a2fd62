package io.usersummary.web;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(AllowedHostsTest.Named.class)
class AllowedHostsTest {

    public static class Named extends LoopbackAccessTest.OnEveryInterface {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>(super.getConfigOverrides());
            config.put("dashboard.public", "true");
            config.put("dashboard.allowed-hosts", "summaries.example,other.example");
            return config;
        }
    }

    @TestHTTPResource URL url;

    @ParameterizedTest
    @ValueSource(strings = {"summaries.example", "Other.Example:8080"})
    void underItsNamesItAnswers(String host) throws IOException {
        assertStatus(200, "/api/stats", host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/js/app.js", "/api/summaries", "/api/stream"})
    void underTheNameOfAPageThatDnsLedHereItDoesNot(String path) throws IOException {
        assertStatus(421, path, "rebound.example");
    }

    @Test
    void healthAnswersUnderAnyName() throws IOException {
        assertStatus(200, "/q/health/live", "10.0.0.7");
    }

    @Test
    void healthHasTheSecurityHeadersOfThePage() throws IOException {
        for (String header :
                new String[] {
                    "content-security-policy: default-src 'none'",
                    "x-content-type-options: nosniff",
                    "referrer-policy: no-referrer",
                    "cross-origin-resource-policy: same-origin",
                    "cache-control: no-store"
                }) {
            for (String path : new String[] {"/q/health/live", "/q/metrics", "/q/openapi"}) {
                assertHeader(header, path);
            }
        }
    }

    /** Of an answer that may be a stream: where it is given, it does not end. */
    private void assertStatus(int expected, String path, String host) throws IOException {
        String status = Http.status(address(), url.getPort(), path, "Host: " + host);
        assertTrue(status.startsWith("HTTP/1.1 " + expected), status);
    }

    private void assertHeader(String expected, String path) throws IOException {
        String answer = Http.get(address(), url.getPort(), path, "Host: 10.0.0.7");
        assertTrue(answer.toLowerCase().contains(expected), answer);
    }

    private static InetAddress address() throws IOException {
        var address = Http.ownAddress();
        assumeTrue(address.isPresent(), "Skipped: this machine has no address but loopback");
        return address.get();
    }
}
