package io.usersummary.streams;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.usersummary.PackagedApp;
import io.usersummary.TestKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The change from one engine to the other, and what one leaves behind for the other. */
class EngineChangeIT extends EngineScene {

    /** The package of the default engine, for the change from one to the other. */
    private static final String DEFAULT_ENGINE = System.getProperty("default-engine", "");

    /** Sent on by userId and counted as read: only the internal topic has it still. */
    @Test
    void whatIsLeftInTheInternalTopicIsReadByTheDefaultEngine() throws Exception {
        assumeDefaultEngine();
        leaveEventsInTheInternalTopic();
        assertEquals(Map.of(), TestKafka.table("output_topic"));
        String forgotten;
        try (PackagedApp app = PackagedApp.startFrom(Path.of(DEFAULT_ENGINE), settings("one"))) {
            awaitReady(app);
            awaitExact();
            forgotten = TestKafka.table("output_topic").keySet().iterator().next();
            assertEquals(204, app.send("DELETE", "/api/summaries/" + forgotten).statusCode());
        }
        try (PackagedApp app = PackagedApp.startFrom(Path.of(DEFAULT_ENGINE), settings("one"))) {
            awaitReady(app);
            assertEquals(404, app.get("/api/summaries/" + forgotten).statusCode());
        }
    }

    @Test
    void theDefaultEngineWaitsUntilTheOtherHasEnded() throws Exception {
        assumeDefaultEngine();
        createInput();
        feed(300);
        try (PackagedApp app = start("one")) {
            awaitReady(app);
            try (PackagedApp other =
                    PackagedApp.startFrom(Path.of(DEFAULT_ENGINE), settings("two"))) {
                awaitObstacle(other, "is still in the group");
                app.terminate();
                awaitReady(other);
                feed(300);
                awaitExact();
            }
        }
    }

    @Test
    void whatIsLeftInTheInternalTopicIsNotForgottenByASetting() throws Exception {
        leaveEventsInTheInternalTopic();
        try (PackagedApp app = start("one", "streams.keyed-by-user=true")) {
            awaitObstacle(app, "records that are in no table");
        }
        try (PackagedApp app = start("one")) {
            awaitReady(app);
            awaitExact();
        }
    }

    /** The first commit is that of the input; the second one would be that of the table. */
    private void leaveEventsInTheInternalTopic() throws Exception {
        createInput();
        feed(2_000);
        try (PackagedApp app = start("one", "kafka-streams.commit.interval.ms=10000")) {
            await().atMost(PATIENCE).until(() -> committed() == sent);
            app.kill();
        }
    }

    private static void assumeDefaultEngine() {
        assumeTrue(
                Files.exists(Path.of(DEFAULT_ENGINE, "quarkus-run.jar")),
                "-Ddefault-engine=<a package of the default engine> is not given");
    }

    @Test
    void enginesAreChangedUnderLoadAndTheTableStaysExact() throws Exception {
        assumeDefaultEngine();
        createInput();
        for (String engine : List.of("default", "streams", "default", "streams")) {
            feed(1_000);
            try (PackagedApp app =
                    engine.equals("streams")
                            ? start("one")
                            : PackagedApp.startFrom(Path.of(DEFAULT_ENGINE), settings("one"))) {
                long before = committed();
                await().atMost(PATIENCE)
                        .until(
                                () -> {
                                    feed(100);
                                    return committed() > before;
                                });
            }
        }
        try (PackagedApp app = start("one")) {
            awaitReady(app);
            awaitExact();
        }
    }
}
