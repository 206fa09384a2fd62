package io.usersummary.secured;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.PackagedApp;
import io.usersummary.secured.SecuredKafka.Right;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On a broker with TLS, SASL/SCRAM, client certificates, and an authorizer that denies. */
class SecuredIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static SecuredKafka kafka;

    @BeforeAll
    static void start() throws Exception {
        kafka = new SecuredKafka(Path.of("target", "secured"));
        for (Right right : Right.LEAST) {
            kafka.allow(SecuredKafka.USER, right);
            kafka.allow(SecuredKafka.CERTIFIED, right);
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @BeforeEach
    void createTopics() throws Exception {
        kafka.createTopics();
    }

    @AfterEach
    void deleteTopics() throws Exception {
        kafka.deleteTopics();
    }

    @ParameterizedTest
    @EnumSource
    void withTheLeastRightsItDoesTheExampleAndSurvivesAKill(Clients clients) throws Exception {
        List<String> settings = new ArrayList<>(clients.settings(kafka));
        settings.add("summary.batch-timeout=500ms");
        kafka.produce("user-314159", 5, 3, 9);
        PackagedApp killed = PackagedApp.start(settings.toArray(String[]::new));
        awaitSummary(killed, "user-314159", 3, 9);
        kafka.produce("user-314159", 1);
        kafka.produce("user-271828", 7, 8);
        killed.kill();
        killed.close();
        try (PackagedApp app = PackagedApp.start(settings.toArray(String[]::new))) {
            awaitSummary(app, "user-314159", 1, 9);
            awaitSummary(app, "user-271828", 7, 8);
            await().atMost(PATIENCE)
                    .until(() -> app.get("/q/health/ready").statusCode(), status -> status == 200);
            String stats = app.get("/api/stats").body();
            assertTrue(stats.contains("\"state\":\"running\""), stats);
            assertTrue(stats.contains("\"lag\":{\"0\":0,"), stats);
            assertFalse(app.output().contains("\tat "), app.output());
            assertFalse(app.output().contains("user-314159"), "names a user: " + app.output());
        }
    }

    private static void awaitSummary(PackagedApp app, String user, long first, long last) {
        String summary =
                "{\"userId\":\"%s\",\"firstSeen\":%d,\"lastSeen\":%d}".formatted(user, first, last);
        try {
            await().atMost(PATIENCE).until(() -> summary.equals(kafka.table().get(user)));
        } catch (RuntimeException e) {
            throw new AssertionError(app.output(), e);
        }
    }
}
