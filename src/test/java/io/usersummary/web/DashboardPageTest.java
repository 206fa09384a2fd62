package io.usersummary.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.when;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.usersummary.KafkaResource;
import io.usersummary.TestKafka;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page in a real browser, on the real service, with a real broker. */
@QuarkusTest
@TestProfile(DashboardPageTest.WithBroker.class)
class DashboardPageTest {

    public static class WithBroker implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(KafkaResource.class));
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("generator.enabled", "true", "summary.batch-timeout", "1s");
        }
    }

    private static final Pattern SAMPLE_USER = Pattern.compile("^j\\d{8}$");
    private static final double PATIENCE_MS = 30_000;
    private static Browser browser;

    @TestHTTPResource("/")
    String url;

    @Inject @Readiness Trouble trouble;

    private Page page;
    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void startBrowser() {
        browser = Browser.start();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openPage() {
        page = browser.open(url);
        page.onPageError(complaints::add);
        page.onConsoleMessage(
                message -> {
                    if (message.text().contains("Content Security Policy")) {
                        complaints.add(message.text());
                    }
                });
        assertThat(page.locator("#state")).hasText("Running");
    }

    @AfterEach
    void closePage() {
        page.context().close();
        assertEquals(List.of(), complaints);
    }

    @Test
    void theNineSampleEventsArriveAndBecomeThreeBars() {
        assertThat(texts(page.locator(".user .id"))).hasCount(3);
        assertThat(texts(page.locator("#pane-input .key"))).hasCount(9);
        assertThat(page.locator("#pane-output .tells").first()).isVisible();
        assertThat(page.locator("#health")).hasText("all well");
        assertThat(page.locator("#lag")).containsText("p0");
        assertThat(page.locator("#shape")).hasText("/userId \u00b7 /metadata/timestamp (seconds)");
    }

    @Test
    void theTimeFromEventToSummaryShows() {
        TestKafka.produce("input_topic", "timed", event("timed", 1_534_382_478));
        assertThat(page.locator("#latency"))
                .hasText(Pattern.compile("^p50\\s*\\d.*p99\\s*\\d.*s$"));
    }

    @Test
    void aPoisonRecordShowsWithItsReason() {
        TestKafka.produce("input_topic", "poison", "hello, <b>world</b>");
        Locator letter =
                page.locator("#pane-aside .record")
                        .filter(new Locator.FilterOptions().setHasText("hello, <b>world</b>"));
        assertThat(letter).hasCount(1);
        assertThat(letter.locator(".reason")).not().isEmpty();
        assertThat(page.locator("#aside-count")).containsText("input_topic_dlq");
    }

    @Test
    void pausedPanesHoldStillAndCatchUpWhenResumed() {
        assertThat(texts(page.locator("#pane-input .key"))).hasCount(9);
        page.locator("#pause").click();
        TestKafka.produce("input_topic", "while-paused", event("while-paused", 1_534_382_478));
        assertThat(page.locator("#records-note")).containsText("more came");
        Locator record =
                page.locator("#pane-input .key")
                        .filter(new Locator.FilterOptions().setHasText("while-paused"));
        assertThat(record).hasCount(0);
        page.keyboard().press("p");
        assertThat(record).hasCount(1);
    }

    @Test
    void theFilterKeepsWhatContainsIt() {
        assertThat(texts(page.locator("#pane-input .key"))).hasCount(9);
        String key = texts(page.locator("#pane-input .key")).first().textContent();
        page.locator("#filter").fill(key);
        assertThat(page.locator("#pane-input .record")).hasCount(3);
        page.locator("#filter").fill("no such text");
        assertThat(page.locator("#pane-input .record")).hasCount(0);
    }

    @Test
    void aHostileUserIdStaysText() {
        String hostile = "<img src=x onerror=\"document.title='owned'\">";
        TestKafka.produce(
                "input_topic", hostile, event(hostile.replace("\"", "\\\""), 1_534_382_478));
        assertThat(user(hostile)).hasCount(1);
        page.locator(".user")
                .filter(new Locator.FilterOptions().setHasText(hostile))
                .locator(".track i")
                .hover();
        assertThat(page.locator("#tip strong")).hasText(hostile);
        assertThat(page.locator("#pane-input")).containsText("onerror");
        assertThat(page.locator("#pane-output")).containsText("onerror");
        assertThat(page.locator("main img, section img, .tip img")).hasCount(0);
        assertThat(page).hasTitle("user-summary");
    }

    @Test
    void searchFindsUsersOfTheTableByPrefix() {
        TestKafka.produce("input_topic", "ann", event("ann", 1_534_382_478));
        assertThat(user("ann")).hasCount(1);
        page.keyboard().press("/");
        page.keyboard().type("an");
        assertThat(page.locator(".user")).hasCount(1);
        page.locator("#search").fill("nobody-has-this-id");
        assertThat(page.locator("#users-empty")).containsText("nobody-has-this-id");
    }

    @Test
    void anOpenedRecordTellsEverythingAndWhereToReadItAgain() {
        TestKafka.produce("input_topic", "letter", "no event at all");
        Locator letter =
                page.locator("#pane-aside .record")
                        .filter(new Locator.FilterOptions().setHasText("no event at all"));
        letter.locator("summary").click();
        assertThat(letter.locator(".facts")).containsText("Came from");
        assertThat(letter.locator(".facts")).containsText("input_topic, partition");
        assertThat(letter.locator(".copies")).containsText("Copy kcat line");
        assertThat(page.locator("#aside-flow")).containsText("Set aside");
        assertThat(page.locator("#aside-total")).not().hasText("0");
    }

    @Test
    void aTombstoneIsShownAsSuch() {
        TestKafka.produce(new ProducerRecord<>("output_topic", "buried".getBytes(UTF_8), null));
        assertThat(page.locator("#pane-output .tombstone").first()).isVisible();
    }

    @Test
    void whatHealthSaysIsWhatThePageSays() {
        trouble.is("output_topic refuses a summary");
        try {
            assertThat(page.locator("#state")).hasText("Not ready");
            assertThat(page.locator("#banner")).containsText("output_topic refuses a summary");
            when().get("/q/health/ready").then().statusCode(503);
        } finally {
            trouble.is(null);
        }
        assertThat(page.locator("#state")).hasText("Running");
        assertThat(page.locator("#banner")).isHidden();
    }

    @Test
    void aBrokerThatIsAwayIsSaidAndItsReturnToo() {
        TestKafka.stop();
        try {
            assertThat(page.locator("#state")).hasText("Broker away");
            assertThat(page.locator("#banner")).containsText("No Kafka broker answers");
        } finally {
            TestKafka.start();
        }
        assertThat(page.locator("#state"))
                .hasText(
                        "Running",
                        new LocatorAssertions.HasTextOptions().setTimeout(2 * PATIENCE_MS));
        assertThat(page.locator("#banner")).isHidden();
    }

    private Locator user(String userId) {
        return page.locator(".user .id").filter(new Locator.FilterOptions().setHasText(userId));
    }

    private static Locator texts(Locator all) {
        return all.filter(new Locator.FilterOptions().setHasText(SAMPLE_USER));
    }

    private static String event(String userId, long timestamp) {
        return "{\"userId\":\"%s\",\"metadata\":{\"timestamp\":%d}}".formatted(userId, timestamp);
    }
}
