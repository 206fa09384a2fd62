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
@TestProfile(LoopbackAccessTest.OnEveryInterface.class)
class LoopbackAccessTest {

    public static class OnEveryInterface extends WebOnly {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>(super.getConfigOverrides());
            config.put("quarkus.http.host", "0.0.0.0");
            return config;
        }
    }

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TestHTTPResource URL url;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/app.css",
                "/js/app.js",
                "/api/summaries",
                "/api/summaries/j1",
                "/api/stats",
                "/api/stream",
                "/nothing",
                "/q/../api/summaries",
                "/q/%2e%2e/api/summaries",
                "//api/summaries",
                "/%61pi/summaries"
            })
    void aClientOfTheNetworkIsTurnedAwayWithTheSettingsThatLetItIn(String path) throws IOException {
        String answer = Http.get(network(), url.getPort(), path, "Host: localhost");
        assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
        assertTrue(answer.contains("application/problem+json"), answer);
        assertTrue(answer.contains("dashboard.public=true"), answer);
        assertTrue(answer.contains("dashboard.username"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/live", "/q/metrics", "/q/openapi"})
    void whatShowsNothingOfAUserStaysReachable(String path) throws IOException {
        String answer = Http.get(network(), url.getPort(), path, "Host: service");
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1:8080", "[::1]:8080"})
    void aClientOfThisMachineIsLetIn(String host) throws IOException {
        String answer = Http.get(LOOPBACK, url.getPort(), "/api/summaries", "Host: " + host);
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evil.example:8080"
            })
    void aForeignNameThatLeadsHereIsTurnedAway(String host) throws IOException {
        String answer = Http.get(LOOPBACK, url.getPort(), "/api/summaries", "Host: " + host);
        assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 127.0.0.1",
                "Forwarded: for=192.0.2.60",
                "X-Real-IP: 192.0.2.60",
                "Via: 1.1 proxy"
            })
    void aStrangerBehindAProxyOnThisMachineIsTurnedAway(String header) throws IOException {
        String answer =
                Http.get(LOOPBACK, url.getPort(), "/api/summaries", "Host: localhost", header);
        assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
    }

    @Test
    void thePageMayRunNothingButItsOwnScripts() throws IOException {
        String answer = Http.get(LOOPBACK, url.getPort(), "/", "Host: localhost");
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        assertTrue(
                answer.toLowerCase().contains("content-security-policy: default-src 'none'"),
                answer);
        assertTrue(!answer.contains("unsafe-inline"), answer);
    }

    private static InetAddress network() throws IOException {
        var address = Http.ownAddress();
        assumeTrue(address.isPresent(), "Skipped: this machine has no address but loopback");
        return address.get();
    }
}
