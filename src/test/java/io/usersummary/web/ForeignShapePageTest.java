package io.usersummary.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.usersummary.KafkaResource;
import io.usersummary.TestKafka;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of a service that reads events of another shape than the example's. */
@QuarkusTest
@TestProfile(ForeignShapePageTest.ByKey.class)
class ForeignShapePageTest {

    public static class ByKey implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(KafkaResource.class));
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "event.user-id", "key",
                    "event.timestamp", "/at",
                    "event.timestamp-format", "iso-8601",
                    "summary.batch-timeout", "100ms");
        }
    }

    private static final Pattern COMMAND =
            Pattern.compile(
                    "echo '(ada):(\\{\"at\":\".*Z\"})' \\\\\\s+\\| kcat -P -b localhost:\\d+"
                            + " -t input_topic -K:");

    @TestHTTPResource("/")
    String url;

    @Test
    void saysTheShapeAndHowToSendAnEventOfItAndNoSampleEventIsWritten() {
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        try (Browser browser = Browser.start()) {
            Page page = browser.open(url);
            assertThat(page.locator("#shape")).hasText("key \u00b7 /at (iso-8601)");
            assertThat(page.locator("#users-empty code")).hasText(COMMAND);
            Matcher command = COMMAND.matcher(page.locator("#users-empty code").textContent());
            assertTrue(command.find());
            TestKafka.produce("input_topic", command.group(1), command.group(2));
            assertThat(page.locator(".user .id")).hasText("ada");
            assertThat(page.locator("#pane-input .told")).containsText("seen");
            assertEquals(1, TestKafka.records("input_topic").size());
        }
    }
}
