package io.usersummary.secured;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.PackagedApp;
import io.usersummary.secured.SecuredKafka.Right;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the service does with a right less than the least. */
class RightsIT {

    /** Ten seconds on a machine that has nothing else to do. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static SecuredKafka kafka;

    @BeforeAll
    static void start() throws Exception {
        kafka = new SecuredKafka(Path.of("target", "secured-rights"));
        kafka.createTopics();
        for (Right right : Right.LEAST) {
            kafka.allow(SecuredKafka.USER, right);
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    static Stream<Right> least() {
        return Right.LEAST.stream();
    }

    @ParameterizedTest
    @MethodSource("least")
    void aMissingRightIsNamedAndWaitedForUntilItIsGiven(Right right) throws Exception {
        kafka.withdraw(SecuredKafka.USER, right);
        try (PackagedApp app = startApp()) {
            app.awaitListening();
            awaitNamed(app, right);
            kafka.allow(SecuredKafka.USER, right);
            awaitAtWork(app);
            assertFalse(app.output().contains("\tat "), app.output());
        } finally {
            kafka.allow(SecuredKafka.USER, right);
        }
    }

    @Test
    void everyRightThatIsTakenAwayInMidStreamIsNamedAndWaitedFor() throws Exception {
        try (PackagedApp app = startApp()) {
            awaitAtWork(app);
            for (Right right : Right.LEAST) {
                kafka.withdraw(SecuredKafka.USER, right);
                kafka.produce("while-" + right.operation() + right.name(), 1);
                awaitNamed(app, right);
                kafka.allow(SecuredKafka.USER, right);
                awaitAtWork(app);
            }
            assertFalse(app.output().contains("\tat "), app.output());
        } finally {
            for (Right right : Right.LEAST) {
                kafka.allow(SecuredKafka.USER, right);
            }
        }
    }

    private static PackagedApp startApp() throws Exception {
        List<String> settings = new ArrayList<>(Clients.KAFKA_PEM_SCRAM.settings(kafka));
        settings.add("summary.batch-timeout=200ms");
        return PackagedApp.start(settings.toArray(String[]::new));
    }

    private static void awaitNamed(PackagedApp app, Right right) {
        String command =
                "--allow-principal User:%s --operation %s --%s %s"
                        .formatted(
                                SecuredKafka.USER,
                                word(right.operation()),
                                right.type().name().toLowerCase(),
                                right.name());
        try {
            await().atMost(SOON)
                    .untilAsserted(
                            () -> {
                                var ready = app.get("/q/health/ready");
                                assertAll(
                                        () -> assertTrue(ready.statusCode() == 503),
                                        () -> assertTrue(ready.body().contains(command)),
                                        () -> assertTrue(app.output().contains(command)));
                            });
        } catch (RuntimeException e) {
            throw new AssertionError(app.output(), e);
        }
    }

    private static String word(Enum<?> operation) {
        return operation.name().charAt(0) + operation.name().substring(1).toLowerCase();
    }

    private static void awaitAtWork(PackagedApp app) throws Exception {
        String user = "user-" + System.nanoTime();
        kafka.produce(user, 4, 2);
        try {
            await().atMost(PATIENCE).until(() -> kafka.table().containsKey(user));
            await().atMost(PATIENCE).until(() -> app.get("/q/health/ready").statusCode() == 200);
        } catch (RuntimeException e) {
            throw new AssertionError(app.output() + app.get("/q/health/ready").body(), e);
        }
    }
}
