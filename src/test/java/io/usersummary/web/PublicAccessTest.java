package io.usersummary.web;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(PublicAccessTest.Public.class)
class PublicAccessTest {

    public static class Public extends LoopbackAccessTest.OnEveryInterface {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>(super.getConfigOverrides());
            config.put("dashboard.public", "true");
            return config;
        }
    }

    @TestHTTPResource URL url;

    @ParameterizedTest
    @ValueSource(strings = {"/", "/js/app.js", "/api/summaries", "/api/stats"})
    void aClientOfTheNetworkIsLetIn(String path) throws IOException {
        var address = Http.ownAddress();
        assumeTrue(address.isPresent(), "Skipped: this machine has no address but loopback");
        String answer = Http.get(address.get(), url.getPort(), path, "Host: summaries.example");
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
    }
}
