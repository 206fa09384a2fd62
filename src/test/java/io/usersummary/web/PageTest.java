package io.usersummary.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.usersummary.summary.Summary;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one can ask on the page, in a real browser, of a table that is known. */
@QuarkusTest
@TestProfile(WebOnly.class)
class PageTest {

    private static final double PATIENCE_MS = 30_000;
    private static final int USERS = 450;
    private static final long DAY = 86_400;

    /** Noon in Paris, so that the days of the users are the same in every zone near it. */
    private static final long NOON = Instant.parse("2026-06-01T10:00:00Z").getEpochSecond();

    private static Browser browser;

    @TestHTTPResource("/")
    URL url;

    @Inject FakeView service;
    @Inject LiveStream stream;

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

    /** Three hundred first seen on the first day, a hundred on the second, fifty on the fourth. */
    @BeforeEach
    void publish() {
        service.restoring(false);
        service.clear();
        service.publish(IntStream.range(0, USERS).mapToObj(PageTest::user).toArray(Summary[]::new));
    }

    private static Summary user(int i) {
        long first = NOON + (i < 300 ? 0 : i < 400 ? DAY : 3 * DAY) + i;
        return Summary.of("page%03d".formatted(i), first, first + 10L * i);
    }

    @AfterEach
    void closePage() {
        page.context().close();
        await().until(stream::watching, is(0));
        assertEquals(List.of(), complaints);
    }

    private void open(ColorScheme theme) {
        page = browser.open(url.toString(), theme);
        page.onPageError(complaints::add);
        assertThat(rows()).not().hasCount(0);
    }

    private Locator rows() {
        return page.locator("#rows .user");
    }

    private Locator note() {
        return page.locator("#users-note");
    }

    @Test
    void allUsersComeAsOneScrollsInTheOrderOfTheColumn() {
        open(ColorScheme.LIGHT);
        page.locator("[data-order=firstSeen]").click();
        assertThat(page.locator("th.since")).hasAttribute("aria-sort", "descending");
        assertThat(note()).containsText(USERS + " in all");
        assertThat(rows().first()).containsText("page449");
        while (rows().count() < USERS) {
            int before = rows().count();
            page.locator("#more").scrollIntoViewIfNeeded();
            assertThat(rows().nth(before)).isAttached();
        }
        assertThat(note()).containsText("all loaded");
        assertThat(rows().last()).containsText("page000");
        page.locator("[data-order=firstSeen]").click();
        assertThat(page.locator("th.since")).hasAttribute("aria-sort", "ascending");
        assertThat(rows().first()).containsText("page000");
    }

    @Test
    void usersAreFoundByPrefixAndExportedAsTheyAreShown() throws IOException {
        open(ColorScheme.LIGHT);
        page.locator("#search").fill("page44");
        assertThat(rows()).hasCount(10);
        assertThat(note()).containsText("10 match");
        Download download = page.waitForDownload(() -> page.locator("[data-format=csv]").click());
        assertEquals("users.csv", download.suggestedFilename());
        List<String> lines = Files.readAllLines(download.path());
        assertEquals(11, lines.size());
        assertTrue(lines.stream().skip(1).allMatch(line -> line.startsWith("page44")), "" + lines);
    }

    @Test
    void aBarShowsItsUsersAndAChipTakesThemAway() {
        open(ColorScheme.LIGHT);
        page.locator("#bucket").selectOption("day");
        Locator bars = page.locator("#bars button");
        assertThat(bars).hasCount(4);
        assertThat(bars.nth(0)).hasAttribute("aria-label", "Mon, 1 Jun 2026: 300 users first seen");
        assertThat(bars.nth(2)).hasAttribute("aria-label", "Wed, 3 Jun 2026: 0 users first seen");
        bars.nth(1).click();
        assertThat(note()).containsText("100 match");
        assertThat(bars.nth(1)).hasAttribute("aria-pressed", "true");
        assertThat(rows().first()).containsText("page399");
        assertThat(page.locator(".chip")).hasCount(2);
        page.locator(".chip").first().click();
        assertThat(page.locator(".chip")).hasCount(1);
        assertThat(note()).containsText("400 match");
    }

    @Test
    void aUserIsFollowedAndForgottenOnlyWhenThatIsConfirmed() {
        open(ColorScheme.LIGHT);
        page.locator("#search").fill("page100");
        assertThat(rows()).hasCount(1);
        rows().locator("a").press("Enter");
        Locator person = page.locator("#person");
        assertThat(person.locator("#person-title")).hasText("page100");
        assertThat(person.locator("#person-facts")).containsText("2026-06-01 10:01:40 UTC");
        service.publish(Summary.of("page100", NOON, NOON + 5_000));
        assertThat(person.locator("#person-changes li")).hasCount(1);
        assertThat(person.locator("#person-facts")).containsText("2026-06-01 10:00:00 UTC");
        person.locator("#person-forget").click();
        person.locator("#person-no").click();
        assertTrue(service.find("page100").isPresent());
        person.locator("#person-forget").click();
        person.locator("#person-yes").click();
        assertThat(person.locator("#person-problem")).containsText("is forgotten");
        assertTrue(service.find("page100").isEmpty());
        page.keyboard().press("Escape");
        assertThat(person).isHidden();
        assertThat(rows()).hasCount(0);
        service.publish(user(100));
    }

    @Test
    void anIdOfAnyKindHasAPageOfItsOwn() {
        String odd = "a/b c?%\"'<b>\u4e16 #" + "x".repeat(300);
        service.publish(Summary.of(odd, NOON, NOON));
        open(ColorScheme.LIGHT);
        page.locator("#search").fill("a/b");
        assertThat(rows()).hasCount(1);
        rows().locator("a").click();
        assertThat(page.locator("#person-title")).hasText(odd);
        page.reload();
        assertThat(page.locator("#person-title")).hasText(odd);
        assertThat(page.locator("#person-facts")).containsText("2026-06-01");
        service.forget(odd);
        assertThat(page.locator("#person-problem")).containsText("is forgotten");
    }

    @Test
    void theFiftyFirstViewerIsToldWhyAndCanAskAllTheSame() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < LiveStream.MOST_WATCHERS; i++) {
                Socket socket = new Socket(url.getHost(), url.getPort());
                sockets.add(socket);
                socket.getOutputStream()
                        .write(
                                "GET /api/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                        .getBytes(StandardCharsets.UTF_8));
            }
            await().until(stream::watching, is(LiveStream.MOST_WATCHERS));
            page = browser.open(url.toString());
            assertThat(page.locator("#state")).hasText("Not watching");
            assertThat(page.locator("#banner")).containsText("Already 50 pages watch");
            page.locator("[data-preset=all]").click();
            assertThat(rows()).not().hasCount(0);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        assertThat(page.locator("#state")).not().hasText("Not watching");
        assertThat(page.locator("#banner")).not().containsText("Already");
    }

    @Test
    void readingBackIsSaidWithItsProgress() {
        service.restoring(true);
        page = browser.open(url.toString());
        page.locator("[data-preset=all]").click();
        assertThat(page.locator("#users-empty")).containsText("being read back");
        service.restoring(false);
    }

    @Test
    void rowsAndBarsAreWalkedByKeyboard() {
        open(ColorScheme.LIGHT);
        page.locator("[data-preset=all]").click();
        assertThat(note()).containsText("in all");
        rows().first().locator("a").focus();
        page.keyboard().press("ArrowDown");
        assertThat(rows().nth(1).locator("a")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("#person")).isVisible();
        page.keyboard().press("Escape");
        page.locator("#bars [tabindex='0']").focus();
        page.keyboard().press("Home");
        page.keyboard().press("Enter");
        assertThat(page.locator("#bars button").first()).hasAttribute("aria-pressed", "true");
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void nothingKeepsAnybodyOut(ColorScheme theme) {
        open(theme);
        assertThat(page.locator("#bars button").first()).isVisible();
        assertEquals(List.of(), violations());
        page.locator("[data-preset=week]").click();
        page.locator(".filters summary").click();
        assertThat(page.locator(".chip")).hasCount(1);
        assertEquals(List.of(), violations());
        page.locator("[data-preset=all]").click();
        rows().first().locator("a").click();
        assertThat(page.locator("#person-facts b").first()).isVisible();
        page.locator("#person-forget").click();
        assertEquals(List.of(), violations());
    }

    private List<String> violations() {
        List<Rule> rules = new AxeBuilder(page).setLegacyMode(true).analyze().getViolations();
        return rules.stream()
                .flatMap(
                        rule ->
                                rule.getNodes().stream()
                                        .map(node -> rule.getId() + ": " + node.getHtml()))
                .toList();
    }

    @Test
    void theAxisMarksYearsWhereTheyBegin() {
        service.publish(
                Summary.of("old", 0, Instant.parse("2026-01-02T00:00:00Z").getEpochSecond()));
        try {
            open(ColorScheme.LIGHT);
            page.locator("#search").fill("old");
            assertThat(page.locator("#axis span").first()).hasText(Pattern.compile("\\d{4}"));
            Object starts =
                    page.evaluate(
                            """
                            async () => {
                              const { ticks } = await import(document.querySelector('script[type=module]').src.replace('app.js', 'ticks.js'));
                              return ticks(0, 1767312000, 80).map(({ at, label }) => {
                                const d = new Date(at * 1000);
                                return d.getMonth() === 0 && d.getDate() === 1 && d.getHours() === 0 && label === String(d.getFullYear());
                              });
                            }
                            """);
            assertTrue(((List<?>) starts).size() > 50, "" + starts);
            assertTrue(((List<?>) starts).stream().allMatch(Boolean.TRUE::equals), "" + starts);
        } finally {
            service.forget("old");
        }
    }
}
