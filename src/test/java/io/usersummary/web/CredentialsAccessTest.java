package io.usersummary.web;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(CredentialsAccessTest.WithCredentials.class)
class CredentialsAccessTest {

    public static class WithCredentials extends WebOnly {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>(super.getConfigOverrides());
            config.put("dashboard.username", "ann\u00e9");
            config.put("dashboard.password", "a:long s\u00e9cret");
            return config;
        }
    }

    @Test
    void theRightCredentialsOpenPageAndApiAtOnce() {
        for (String path : List.of("/", "/api/summaries")) {
            given().header("Authorization", basic("ann\u00e9:a:long s\u00e9cret"))
                    .get(path)
                    .then()
                    .statusCode(200)
                    .time(lessThan(1_000L));
        }
    }

    @Test
    void withoutCredentialsTheBrowserIsAskedForThem() {
        when().get("/api/summaries")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", containsString("Basic realm="));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann\u00e9:wrong-one", "bob:a:long s\u00e9cret", ":", ""})
    void wrongCredentialsAreAnsweredLateAndLoggedWithoutTheSecret(String pair) {
        List<String> log = new CopyOnWriteArrayList<>();
        Handler handler = new Collector(log);
        Logger logger = Logger.getLogger(AccessGuard.class.getName());
        logger.addHandler(handler);
        try {
            given().header("Authorization", basic(pair))
                    .get("/api/summaries")
                    .then()
                    .statusCode(401)
                    .time(greaterThanOrEqualTo(1_000L));
        } finally {
            logger.removeHandler(handler);
        }
        assertTrue(log.stream().anyMatch(line -> line.startsWith("Wrong credentials")), "" + log);
        assertFalse(pair.length() > 1 && log.stream().anyMatch(l -> l.contains(pair)), "" + log);
        assertFalse(log.stream().anyMatch(line -> line.contains("wrong-one")), "" + log);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc", "Basic !!!", "Basic", "x"})
    void whatIsNoBasicCredentialIsWrong(String header) {
        given().header("Authorization", header).get("/").then().statusCode(401);
    }

    @Test
    void healthAsksForNothing() {
        when().get("/q/health/live").then().statusCode(200);
    }

    private static String basic(String pair) {
        byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }

    private static final class Collector extends Handler {
        private final List<String> lines;

        Collector(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public void publish(LogRecord record) {
            String text =
                    record instanceof org.jboss.logmanager.ExtLogRecord ext
                            ? ext.getFormattedMessage()
                            : record.getMessage();
            lines.add(text);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
