package io.usersummary.web;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
@TestProfile(DashboardOffTest.Off.class)
class DashboardOffTest {

    public static class Off extends WebOnly {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>(super.getConfigOverrides());
            config.put("dashboard.enabled", "false");
            return config;
        }
    }

    @TestHTTPResource URL url;

    @ParameterizedTest
    @ValueSource(strings = {"/", "/js/app.js", "/api/summaries", "/api/stats"})
    void pageAndApiAreGone(String path) {
        given().get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body(containsString("dashboard.enabled=false"));
    }

    @Test
    void theStreamIsGone() throws IOException {
        String status =
                Http.status(
                        InetAddress.getLoopbackAddress(),
                        url.getPort(),
                        "/api/stream",
                        "Host: localhost");
        assertEquals("HTTP/1.1 404 Not Found", status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/live", "/q/metrics"})
    void healthAndMetricsStay(String path) {
        given().get(path).then().statusCode(200);
    }
}
